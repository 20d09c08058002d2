package dev.consign.incidents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.consign.incidents.Shop.Placed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Incident P6 (orion-key PR #39): a callback that was no success was remembered under the same
/// name as the success that followed, which was then taken for a repeat, and the buyer who had paid
/// got nothing.
class P6EarlierWordTest {
    private static final Duration LONG = Duration.ofMinutes(3);

    /// What the gateway calls its transaction.
    enum Naming {
        /// By a number of its own.
        OWN,
        /// By our number of the payment, as gateways do that have none of their own.
        OURS;

        String transaction(Placed order) {
            return switch (this) {
                case OWN -> "tx-" + UUID.randomUUID();
                case OURS -> order.paymentNo();
            };
        }
    }

    private RunningConsign consign;
    private Books books;

    @BeforeEach
    void start() throws Exception {
        consign = RunningConsign.get();
        books = consign.books();
    }

    @AfterEach
    void the_books_are_right() {
        books.holdEveryInvariant();
    }

    @ParameterizedTest
    @EnumSource
    void a_pending_callback_does_not_block_the_success(Naming naming) throws Exception {
        var order = order();
        var transaction = naming.transaction(order);
        say("payment.pending", order, Shop.PRICE, transaction);
        await().atMost(LONG).until(() -> books.outcomes(order.paymentNo(), "PENDING").size() > 1);

        say("payment.paid", order, Shop.PRICE, transaction);
        processed(order, "PAID", "APPLIED");
        books.creditedOnce(order.orderNo(), Shop.UNITS);
    }

    /// The money of a payment that was called failed is not lost to the table: the goods can be had
    /// again, so the buyer gets them.
    @Test
    void a_failed_callback_does_not_swallow_the_money() throws Exception {
        var order = order();
        say("payment.failed", order, Shop.PRICE, Naming.OWN.transaction(order));
        processed(order, "FAILED", "APPLIED");
        assertThat(books.state(order.orderNo())).isEqualTo("FAILED/FAILED");

        // Against the gateway's own word the money is believed only when the gateway, asked, says
        // so too (docs/rules.md, rule 12).
        paidAndFirstTold(order, Shop.PRICE);
        books.becomes(order.orderNo(), "COMPLETED/PAID");
        assertThat(books.outcomes(order.paymentNo(), "PAID"))
                .startsWith("CONFIRMING")
                .contains("APPLIED");
        books.creditedOnce(order.orderNo(), Shop.UNITS);
        assertThat(books.cases(order.orderNo())).isEmpty();
    }

    /// The gateway, asked since a wrong amount came, puts it right; the right callback that follows
    /// says nothing new.
    @Test
    void a_wrong_amount_does_not_block_the_right_one_of_the_same_transaction() throws Exception {
        var order = order();
        var transaction = paidAndFirstTold(order, 1);
        books.becomes(order.orderNo(), "COMPLETED/PAID");
        assertThat(books.outcomes(order.paymentNo(), "PAID"))
                .startsWith("PARKED")
                .containsOnlyOnce("APPLIED");
        assertThat(books.credits(order.orderNo())).containsExactly(Shop.UNITS);
        assertThat(books.journals(order.orderNo())).containsExactly("COLLECT", "CORRECT", "SETTLE");
        assertThat(books.cases(order.orderNo())).containsExactly("MISMATCH RESOLVED");

        var before = books.outcomes(order.paymentNo(), "PAID").size();
        say("payment.paid", order, Shop.PRICE, transaction);
        await().atMost(LONG).until(() -> books.outcomes(order.paymentNo(), "PAID").size() > before);
        assertThat(books.outcomes(order.paymentNo(), "PAID").subList(before, before + 1))
                .containsExactly("DUPLICATE");
        assertThat(books.credits(order.orderNo())).containsExactly(Shop.UNITS);
    }

    /// The money is there, and nobody who asks hears of it before the callback has been processed.
    private String paidAndFirstTold(Placed order, long minor) throws Exception {
        consign.gateway().faults(Map.of("errorRate", 1.0));
        try {
            var transaction = consign.gateway().pay(order, Map.of("lose", true));
            say("payment.paid", order, minor, transaction);
            await().atMost(LONG).until(() -> !books.outcomes(order.paymentNo(), "PAID").isEmpty());
            return transaction;
        } finally {
            consign.gateway().faults(Map.of());
        }
    }

    private Placed order() throws Exception {
        return consign.shop().order(consign.shop().credits(1), 1);
    }

    private void say(String type, Placed order, long minor, String transaction) throws Exception {
        var gateway = consign.gateway();
        Web.accepted(gateway.post(gateway.callback(type, order, minor, transaction)));
    }

    private void processed(Placed order, String kind, String... outcomes) {
        await().atMost(LONG)
                .until(() -> books.outcomes(order.paymentNo(), kind).size() >= outcomes.length);
        assertThat(books.outcomes(order.paymentNo(), kind)).isEqualTo(List.of(outcomes));
    }
}
