package dev.consign.processor.shop.catalogue;

import static dev.consign.processor.shop.catalogue.CardKeyRows.FIRST;
import static dev.consign.processor.shop.catalogue.CardKeyRows.SECOND;
import static dev.consign.processor.shop.catalogue.CardKeyRows.THIRD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.consign.engine.stock.StockReceipt.Receipt;
import dev.consign.sql.RefusedToStart;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// With other secrets than the database's nothing starts (issue 11 number 8).
class StoredSecretsTest {
    private static final String WEAK = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    private final CardKeyRows rows = new CardKeyRows();

    @AfterEach
    void close() {
        rows.close();
    }

    @Test
    void another_secret_is_refused_until_the_former_one_is_given_too() {
        rows.processor(FIRST, FIRST).start();
        refused(rows.processor(FIRST, SECOND)::start, "CONSIGN_CARD_KEY_SECRET is another one");
        var item = rows.item();
        rows.processor(FIRST, FIRST).list(item, 0, 3);
        refused(rows.processor(FIRST, SECOND)::start, "CONSIGN_CARD_KEY_SECRET is another one");
        rows.processor(FIRST, FIRST).start();

        var changed = rows.processor(FIRST, SECOND, FIRST);
        changed.start();
        assertThat(changed.read(item)).containsExactly("KEY-0", "KEY-1", "KEY-2");
        // Nothing is sealed with the second yet; whoever starts with the first alone would read
        // all,
        // and seal what the others cannot open once they have dropped it.
        refused(rows.processor(FIRST, FIRST)::start, "CONSIGN_CARD_KEY_SECRET is another one");
        refused(rows.processor(FIRST, SECOND)::start, "CONSIGN_CARD_KEY_OLD_SECRETS");
        assertThat(changed.resealing.go("ops:1", "rotation").done()).isTrue();
        rows.processor(FIRST, SECOND).start();
    }

    @Test
    void another_secret_of_the_digest_is_refused_whatever_encrypts() {
        var first = rows.processor(FIRST, SECOND);
        first.start();
        refused(rows.processor(THIRD, SECOND)::start, "CONSIGN_CARD_KEY_DIGEST_SECRET");
        refused(rows.processor(THIRD, THIRD, SECOND)::start, "CONSIGN_CARD_KEY_DIGEST_SECRET");
        rows.processor(FIRST, THIRD, SECOND).start();
    }

    @Test
    void a_key_sold_under_a_former_secret_cannot_be_listed_again() {
        var item = rows.item();
        var before = rows.processor(FIRST, FIRST);
        before.start();
        before.list(item, 0, 2);
        var after = rows.processor(FIRST, SECOND, FIRST);
        after.start();
        assertThat(after.list(item, 1, 2)).isEqualTo(new Receipt.Listed(0, item));
        after.resealing.go("ops:1", "rotation");
        assertThat(after.list(item, 0, 1)).isEqualTo(new Receipt.Listed(0, item));
    }

    @Test
    void rows_from_before_fingerprints_are_tried_with_the_secrets_given() {
        var item = rows.item();
        rows.processor(FIRST, FIRST).list(item, 0, 2);
        rows.path.sql().sql("UPDATE card_key SET secret_id = ''").update();
        refused(rows.processor(SECOND, SECOND)::start, "CONSIGN_CARD_KEY_SECRET is another one");
        refused(rows.processor(SECOND, FIRST)::start, "CONSIGN_CARD_KEY_DIGEST_SECRET is another");
        assertThat(rows.path.count("SELECT COUNT(*) FROM secret_in_use")).isZero();
        var now = rows.processor(FIRST, SECOND, FIRST);
        now.start();
        assertThat(now.read(item)).containsExactly("KEY-0", "KEY-1");
        assertThat(now.resealing.go("ops:1", "rotation").done()).isTrue();
        assertThat(rows.processor(FIRST, SECOND).read(item)).containsExactly("KEY-0", "KEY-1");
    }

    @Test
    void a_weak_secret_is_refused_and_replaced_where_it_is_in_use() {
        refused(rows.processor(WEAK, FIRST)::start, "CONSIGN_CARD_KEY_DIGEST_SECRET is no random");
        // As it was when nothing looked at it: the digests stay as they are, the keys are sealed
        // anew.
        var item = rows.item();
        rows.processor(WEAK, FIRST).list(item, 0, 1);
        rows.processor(WEAK, FIRST).start();
        refused(() -> rows.processor(WEAK, WEAK), "CONSIGN_CARD_KEY_SECRET is no random");
        assertThatCode(rows.processor(WEAK, SECOND, FIRST)::start).doesNotThrowAnyException();
    }

    private static void refused(ThrowingCallable start, String sentence) {
        assertThatThrownBy(start)
                .isInstanceOf(RefusedToStart.class)
                .hasMessageContaining(sentence)
                .hasMessageNotContaining(FIRST)
                .hasMessageNotContaining(SECOND);
    }
}
