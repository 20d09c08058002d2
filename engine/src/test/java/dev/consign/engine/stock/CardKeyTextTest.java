package dev.consign.engine.stock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.engine.stock.CardKeyText.Reading;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Incident Q6: the same key in several spellings is one piece of goods.
class CardKeyTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "A-1",
                "A-1\r",
                "A-1\n",
                "\tA-1 \r\n",
                "\u00A0A-1\u3000",
                "\u2003A-1\u2028",
                "\u2800A-1",
                "\uFEFFA-1",
                "A\u200B-1",
                "A-\u200D1",
                "A\u00AD-1",
                "\u202EA-1\u202C",
                "A-1\u0000",
                "A\u0007-1",
                "A\u034F-\uFE0F1",
                "\u3164A-1\uFFA0",
                "A-1\u115F\u1160",
                "A\u180E-1",
                "A-1\uDB40\uDC41",
                "\uFF21-1",
                "A\uFF0D1",
                "A-\uFF11",
                "\u24B6-\u2460"
            })
    void every_spelling_of_a_key_is_read_as_one(String spelling) {
        assertThat(normal(spelling)).isEqualTo("A-1");
    }

    @ParameterizedTest(name = "{0} and {1}")
    @CsvSource({"A-1, a-1", "A-1, A1", "A 1, A1", "A-1, A_1", "A-1, А-1", "ss, ß"})
    void what_reads_differently_is_another_key(String one, String other) {
        assertThat(normal(one)).isNotEqualTo(normal(other));
    }

    @Test
    void blanks_within_become_one_and_lines_stay_lines() {
        assertThat(normal("user  bob\u00A0\u3000x")).isEqualTo("user bob x");
        assertThat(normal("user: bob \r\n\r\n pass:\t1 ")).isEqualTo("user: bob\npass: 1");
        assertThat(normal("a\u2028b\u0085c\u000Bd")).isEqualTo("a\nb\nc\nd");
        assertThat(normal("卡号 1234")).isEqualTo("卡号 1234");
    }

    @Test
    void what_an_unseen_character_kept_apart_becomes_one() {
        assertThat(normal("e\u200D\u0301")).isEqualTo("\u00E9");
        assertThat(normal("\u1112\u3164\u1161\u11AB")).isEqualTo(normal("\u1112\u1161\u11AB"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\r\n", "\u200B", "\uFEFF \u3164", "\u2800", "\uFE0F"})
    void nothing_to_be_seen_is_no_key(String text) {
        assertThat(CardKeyText.read(text)).isEqualTo(new Reading.WrongLength());
    }

    @Test
    void a_key_has_a_longest_length_before_and_after() {
        assertThat(normal("x".repeat(500))).hasSize(500);
        assertThat(CardKeyText.read("x".repeat(501))).isEqualTo(new Reading.WrongLength());
        // One character that folds into eighteen.
        assertThat(CardKeyText.read("\uFDFA".repeat(28))).isEqualTo(new Reading.WrongLength());
        assertThat(normal("\uFDFA".repeat(27))).hasSize(27 * 18);
    }

    @Test
    void what_was_broken_on_its_way_is_refused_with_its_place() {
        assertThat(CardKeyText.read("A-1\uD83D")).isEqualTo(new Reading.Unreadable(3, "U+D83D"));
        assertThat(CardKeyText.read("\uDE00A")).isEqualTo(new Reading.Unreadable(0, "U+DE00"));
        assertThat(CardKeyText.read("\uD83D\uDE00\uFFFD"))
                .isEqualTo(new Reading.Unreadable(2, "U+FFFD"));
        assertThat(CardKeyText.read("A\uFFFE")).isEqualTo(new Reading.Unreadable(1, "U+FFFE"));
    }

    /// Or a key read back and listed again would be another key.
    @Test
    void the_normal_form_is_its_own_normal_form() {
        var random = new Random(29);
        for (var character = 0; character < 0x30000; character++) {
            stays("x" + Character.toString(character));
            stays(Character.toString(character) + "\u0301");
        }
        for (var i = 0; i < 100_000; i++) {
            var text =
                    IntStream.range(0, 8)
                            .map(_ -> random.nextInt(random.nextBoolean() ? 0x3400 : 0x1FFFF))
                            .mapToObj(Character::toString)
                            .reduce("", String::concat);
            stays(text);
        }
    }

    @Test
    void a_key_is_not_printed() {
        assertThat(CardKeyText.read("SECRET-1").toString()).doesNotContain("SECRET");
    }

    private static void stays(String text) {
        if (CardKeyText.read(text) instanceof Reading.Valid(var key)) {
            assertThat(normal(key.value())).isEqualTo(key.value());
        }
    }

    private static String normal(String text) {
        return ((Reading.Valid) CardKeyText.read(text)).key().value();
    }
}
