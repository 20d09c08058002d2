package dev.consign.platform.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CharactersTest {
    /// One or two of every class; each is left out of a key and refused in a name.
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "0000, control",
        "0007, control",
        "001F, control",
        "007F, control",
        "0080, control",
        "009F, control",
        "00AD, soft hyphen",
        "034F, combining grapheme joiner",
        "061C, Arabic letter mark",
        "115F, Hangul choseong filler",
        "1160, Hangul jungseong filler",
        "17B4, Khmer inherent vowel",
        "180B, Mongolian variation selector",
        "180E, Mongolian vowel separator",
        "200B, zero width space",
        "200C, zero width non-joiner",
        "200D, zero width joiner",
        "200E, left-to-right mark",
        "202E, right-to-left override",
        "2060, word joiner",
        "2063, invisible separator",
        "2066, left-to-right isolate",
        "206A, deprecated format",
        "3164, Hangul filler",
        "FEFF, byte order mark",
        "FFA0, half-width Hangul filler",
        "FFF0, reserved and ignorable",
        "FFF9, interlinear annotation",
        "13430, Egyptian joiner",
        "16FE4, Khitan filler",
        "1BCA0, shorthand format",
        "1D159, note without a head",
        "1D173, musical format",
        "E0001, language tag",
        "E0041, tag letter",
        "E007F, cancel tag",
        "E0100, variation selector 17",
        "E0FFF, reserved and ignorable"
    })
    void what_leaves_nothing_is_unseen(String code, String what) {
        var character = Integer.parseInt(code, 16);
        assertThat(Characters.isUnseen(character)).as(what).isTrue();
        assertThat(Characters.isBlank(character)).as(what).isFalse();
        assertThat(Characters.unsafeInLine("ab" + Character.toString(character)))
                .as(what)
                .isEqualTo(OptionalInt.of(2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0009", "000A", "000B", "000C", "000D", "0020", "0085", "00A0", "1680", "2000",
                "2003", "200A", "2028", "2029", "202F", "205F", "2800", "3000"
            })
    void what_leaves_room_is_blank(String code) {
        var character = Integer.parseInt(code, 16);
        assertThat(Characters.isBlank(character)).isTrue();
        assertThat(Characters.isUnseen(character)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0021", "0041", "00E9", "0301", "0600", "06DD", "1100", "5361", "AC00", "E000",
                "FF21", "FFFC", "FFFD", "1F600", "20000"
            })
    void what_is_printed_is_neither(String code) {
        var character = Integer.parseInt(code, 16);
        assertThat(Characters.isBlank(character)).isFalse();
        assertThat(Characters.isUnseen(character)).isFalse();
        assertThat(Characters.unsafeInLine(Character.toString(character))).isEmpty();
    }

    @Test
    void both_selectors_are_unseen_but_may_stand_in_a_line() {
        assertThat(Characters.isUnseen(0xFE0F)).isTrue();
        assertThat(Characters.isUnseen(0xFE00)).isTrue();
        assertThat(Characters.unsafeInLine("heart \u2764\uFE0F or \u2764\uFE0E")).isEmpty();
        assertThat(Characters.unsafeInLine("a\uFE00")).hasValue(1);
        assertThat(Characters.isVisible("\uFE0F\u3164 \u2800")).isFalse();
        assertThat(Characters.isVisible("\uFE0Fa")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0009", "000A", "000D", "0085", "2028", "2029", "FFFE", "FDD0", "1FFFF"})
    void a_line_has_no_breaks_and_no_noncharacters(String code) {
        var character = Character.toString(Integer.parseInt(code, 16));
        assertThat(Characters.unsafeInLine("a" + character + "b")).hasValue(1);
    }

    @Test
    void half_a_character_is_found_where_it_stands() {
        assertThat(Characters.unpairedSurrogate("")).isEmpty();
        assertThat(Characters.unpairedSurrogate("a\uD83D\uDE00b\uD83D\uDE00")).isEmpty();
        assertThat(Characters.unpairedSurrogate("\uD83D")).hasValue(0);
        assertThat(Characters.unpairedSurrogate("a\uD83D")).hasValue(1);
        assertThat(Characters.unpairedSurrogate("ab\uDE00")).hasValue(2);
        assertThat(Characters.unpairedSurrogate("\uDE00\uD83D")).hasValue(0);
        assertThat(Characters.unpairedSurrogate("\uD83D\uDE00\uD83D\uD83D\uDE00")).hasValue(2);
        assertThat(Characters.unsafeInLine("a\uD83D")).hasValue(1);
    }

    @Test
    void no_text_has_halves_unassigned_code_points_and_replacements() {
        for (var character : new int[] {0xD800, 0xDFFF, 0xFFFD, 0xFFFE, 0xFDD0, 0x10FFFF, 0x0378}) {
            assertThat(Characters.isNoText(character)).as(Characters.name(character)).isTrue();
        }
        for (var character : new int[] {0, 'a', 0xE000, 0xE0002, 0xFFF1, 0x1F600}) {
            assertThat(Characters.isNoText(character)).as(Characters.name(character)).isFalse();
        }
    }
}
