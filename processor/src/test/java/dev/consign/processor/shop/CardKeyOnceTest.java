package dev.consign.processor.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.payment.FactKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Incident Q6: one piece of goods is on one shelf once, in whatever spelling it comes.
class CardKeyOnceTest {
    private static final ShopServer SHOP = new ShopServer();

    @AfterAll
    static void stop() {
        SHOP.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s\\r",
                " %s ",
                "\\ufeff%s",
                "%s\\u200b",
                "\\u3000%s\\u00a0",
                "\\uff2f%s",
                "%s\\udb40\\udc41",
                "%s\\u3164"
            })
    void another_spelling_is_refused_for_the_item_and_for_any_other(String spelling)
            throws Exception {
        var item = SHOP.item("CARD_KEY");
        var other = SHOP.item("CARD_KEY");
        var first = add(item, "\"O%s\"".formatted(item));
        // A full-width O takes the place of the plain one.
        var again = spelling.formatted(spelling.startsWith("\\uff2f") ? item : "O" + item);

        assertThat(first.verdict()).isEqualTo("200");
        var here = add(item, "\"new-%s\",\"%s\"".formatted(item, again));
        assertThat(here.verdict()).isEqualTo("409 duplicate_key");
        assertThat(here.text("detail"))
                .contains("keys[1] is listed for this item already")
                .doesNotContain("O" + item);
        var there = add(other, "\"%s\"".formatted(again));
        assertThat(there.verdict()).isEqualTo("409 duplicate_key");
        assertThat(there.text("detail")).contains("keys[0] is listed already, for item " + item);
        assertThat(available(item)).isEqualTo(1);
        assertThat(available(other)).isZero();
    }

    @Test
    void two_spellings_in_one_request_are_refused_with_both_positions() throws Exception {
        var item = SHOP.item("CARD_KEY");
        var twice = add(item, "\"a-%s\",\"b-%s\",\"a-%s\\r\\n\"".formatted(item, item, item));
        assertThat(twice.verdict()).isEqualTo("409 duplicate_key");
        assertThat(twice.text("detail")).contains("keys[2] is the same key as keys[0]");
        assertThat(available(item)).isZero();
        // Another case is another key.
        assertThat(add(item, "\"a-%s\",\"A-%s\"".formatted(item, item)).verdict()).isEqualTo("200");
    }

    @Test
    void the_buyer_is_delivered_the_normal_form() throws Exception {
        var item = SHOP.item("CARD_KEY");
        add(item, "\"\\ufeff\\uff35ser: %s \\r\\n pass:\\u200b\\u00a0 1\\r\"".formatted(item));
        var order = SHOP.placed(item);
        ShopServer.says(order.paymentNo(), FactKind.PAID, "t-" + order.paymentNo(), 27_000);
        assertThat(
                        SHOP.send("shop", "GET", order.path(), "")
                                .json()
                                .at("/deliveries/0/key")
                                .asString())
                .isEqualTo("User: %s\npass: 1".formatted(item));
    }

    @Test
    void what_is_no_text_is_refused_with_its_position() throws Exception {
        var item = SHOP.item("CARD_KEY");
        refused(item, "\"k\",\"A-1\\ud83d\"", "keys[1]", "position 3");
        refused(item, "\"\\ude00A-1\"", "keys[0]", "position 0");
        refused(item, "\"A-1\\ufffd\"", "keys[0]", "U+FFFD at position 3");
        for (var empty : List.of("", " ", "\\r\\n", "\\u200b", "\\ufeff\\u3164", "\\u2800")) {
            refused(item, "\"k\",\"" + empty + "\"", "keys[1]", "to be seen");
        }
        refused(item, "\"" + "x".repeat(501) + "\"", "keys[0]", "1 to 500");
        refused(item, "null", "keys[0]", "1 to 500");
        assertThat(available(item)).isZero();
    }

    /// They meet at the unique key over all items, and each in another order: who comes second
    /// waits, loses or is in a deadlock, and is told which key it was all the same.
    @Test
    void of_deliveries_of_the_same_keys_to_many_items_at_once_one_wins_and_the_others_are_told()
            throws Exception {
        var name = SHOP.item("CARD_KEY");
        for (var round = 0; round < 6; round++) {
            var keys = keys(name + "-" + round, 40);
            var items = new ArrayList<String>();
            for (var i = 0; i < 8; i++) {
                items.add(SHOP.item("CARD_KEY"));
            }
            var answers =
                    Together.run(
                            items.size(),
                            i ->
                                    () -> {
                                        var mine = new ArrayList<>(keys);
                                        Collections.shuffle(mine, new Random(i));
                                        return i % 2 == 0
                                                ? add(items.get(i), String.join(",", mine))
                                                : add(
                                                        items.get(i),
                                                        String.join(",", mine),
                                                        "Idempotency-Key",
                                                        "race-" + items.get(i));
                                    });
            assertThat(answers)
                    .extracting(ShopServer.Answer::verdict)
                    .containsOnly("200", "409 duplicate_key")
                    .containsOnlyOnce("200");
            assertThat(answers)
                    .filteredOn(one -> one.status() == 409)
                    .allSatisfy(one ->
                            assertThat(one.text("detail")).contains("is listed already, for item"));
        }
        assertThat(ShopServer.DATABASE.violations())
                .noneMatch(one -> one.startsWith("I27") || one.startsWith("I09"));
    }

    private static List<String> keys(String name, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"%s-%d\"".formatted(name, i))
                .collect(Collectors.toList());
    }

    private static void refused(String item, String keys, String... says) throws Exception {
        var answer = add(item, keys);
        assertThat(answer.verdict()).as(keys).isEqualTo("400 invalid_request");
        assertThat(answer.text("detail")).contains(says);
    }

    private static ShopServer.Answer add(String item, String keys, String... headers)
            throws Exception {
        return SHOP.send(
                "shop",
                "POST",
                "/api/items/" + item + "/stock",
                "{\"keys\":[" + keys + "]}",
                headers);
    }

    private static int available(String item) throws Exception {
        return SHOP.send("ops", "GET", "/api/items/" + item, "").json().path("available").asInt();
    }
}
