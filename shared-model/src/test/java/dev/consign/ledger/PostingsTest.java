package dev.consign.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.consign.id.OrderNo;
import dev.consign.ledger.Journal.JournalKind;
import dev.consign.ledger.Journal.Posting;
import dev.consign.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PostingsTest {
    @Test
    void the_parts_of_a_split_always_sum_to_the_whole() {
        var seed = System.nanoTime();
        var random = new Random(seed);
        for (var i = 0; i < 100_000; i++) {
            var amount = Money.of("CNY", 1 + (random.nextLong() >>> (2 + random.nextInt(61))));
            var split = Split.of(amount, random.nextInt(10_001));
            assertThat(split.fee().plus(split.payable()).plus(split.remainder()))
                    .as("seed %d", seed)
                    .isEqualTo(amount);
            assertThat(split.remainder().minor()).as("seed %d", seed).isBetween(0L, 1L);
        }
    }

    @Test
    void a_journal_that_does_not_balance_cannot_be_made() {
        assertThatThrownBy(() ->
                        new Journal(
                                "key",
                                JournalKind.COLLECT,
                                new OrderNo("O0000000000000001"),
                                Instant.EPOCH,
                                List.of(
                                        new Posting(Account.BUYER_FUNDS, Money.of("CNY", 1)),
                                        new Posting(Account.PLATFORM_FEE, Money.of("USD", -1)))))
                .hasMessageContaining("does not balance");
    }
}
