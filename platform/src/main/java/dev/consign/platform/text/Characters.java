package dev.consign.platform.text;

import java.util.OptionalInt;
import java.util.Set;

/// Tells characters that a reader sees from those that leave room and those that leave nothing at
/// all. Two texts that differ only in the last kind look the same and are not (incident Q6); a name
/// that holds one can be made to read as another.
///
/// By the categories of Unicode, as the Java platform knows them, and by its property
/// `Default_Ignorable_Code_Point`, which Java does not offer (DerivedCoreProperties, Unicode 16).
/// Positions are counted in UTF-16 units from 0, as Java and JavaScript do.
public final class Characters {
    private static final int TEXT_PRESENTATION = 0xFE0E;
    private static final int EMOJI_PRESENTATION = 0xFE0F;
    private static final int BRAILLE_BLANK = 0x2800;
    private static final int NEXT_LINE = 0x85;
    private static final int REPLACEMENT = 0xFFFD;

    /// Default ignorable, whatever their category: joiners and fillers, variation selectors, tags.
    private static final int[][] IGNORABLE = {
        {0x00AD, 0x00AD},
        {0x034F, 0x034F},
        {0x061C, 0x061C},
        {0x115F, 0x1160},
        {0x17B4, 0x17B5},
        {0x180B, 0x180F},
        {0x200B, 0x200F},
        {0x202A, 0x202E},
        {0x2060, 0x206F},
        {0x3164, 0x3164},
        {0xFE00, 0xFE0F},
        {0xFEFF, 0xFEFF},
        {0xFFA0, 0xFFA0},
        {0xFFF0, 0xFFF8},
        {0x1BCA0, 0x1BCA3},
        {0x1D173, 0x1D17A},
        {0xE0000, 0xE0FFF},
        // Not ignorable by Unicode's word, yet without ink: a filler and a note without a head.
        {0x16FE4, 0x16FE4},
        {0x1D159, 0x1D159}
    };

    /// Format characters by category that are printed all the same (Prepended_Concatenation_Mark).
    private static final Set<Integer> PRINTED =
            Set.of(
                    0x0600, 0x0601, 0x0602, 0x0603, 0x0604, 0x0605, 0x06DD, 0x070F, 0x0890, 0x0891,
                    0x08E2, 0x110BD, 0x110CD);

    private Characters() {}

    /// Where a text stops being well-formed Unicode: half of a character, which no encoding can
    /// carry and most programs replace by a question mark.
    public static OptionalInt unpairedSurrogate(String text) {
        for (var i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (isHalf(text.codePointAt(i))) {
                    return OptionalInt.of(i);
                }
                i++;
            }
        }
        return OptionalInt.empty();
    }

    /// Whether it leaves room and nothing else: every `White_Space`, line breaks included, and the
    /// empty pattern of Braille.
    public static boolean isBlank(int character) {
        return Character.isSpaceChar(character)
                || (character >= '\t' && character <= '\r')
                || character == NEXT_LINE
                || character == BRAILLE_BLANK;
    }

    /// Whether it leaves nothing at all, not even room: controls, format characters, and what a
    /// program without a glyph for it must not show.
    public static boolean isUnseen(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL -> !isBlank(character);
            case Character.FORMAT -> !PRINTED.contains(character);
            default -> isIgnorable(character);
        };
    }

    /// Whether no text that is passed on whole has it: half a character, a code point without a
    /// meaning (yet: what form it takes may change with the platform), or U+FFFD, which a program
    /// puts where it could not read what was there.
    public static boolean isNoText(int character) {
        return isHalf(character)
                || character == REPLACEMENT
                || (!Character.isDefined(character) && !isIgnorable(character));
    }

    /// The first character that a single line of text for people must not hold: a control, a line
    /// break, or an unseen one, which can turn the direction of reading or hide a difference. The
    /// two selectors that make a symbol plain or colourful are let be.
    ///
    /// @param line without blanks at its ends
    public static OptionalInt unsafeInLine(String line) {
        for (var i = 0; i < line.length(); i += Character.charCount(line.codePointAt(i))) {
            if (isUnsafeInLine(line.codePointAt(i))) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    /// Whether there is anything to be seen.
    public static boolean isVisible(String text) {
        return text.codePoints().anyMatch(one -> !isBlank(one) && !isUnseen(one));
    }

    /// Such as `U+202E`: what is unseen is best not repeated as it is.
    public static String name(int character) {
        return "U+%04X".formatted(character);
    }

    private static boolean isUnsafeInLine(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE ->
                    true;
            default ->
                    isNoncharacter(character)
                            || (isUnseen(character)
                                    && character != TEXT_PRESENTATION
                                    && character != EMOJI_PRESENTATION);
        };
    }

    private static boolean isIgnorable(int character) {
        for (var range : IGNORABLE) {
            if (character >= range[0] && character <= range[1]) {
                return true;
            }
        }
        return false;
    }

    private static boolean isHalf(int character) {
        return Character.getType(character) == Character.SURROGATE;
    }

    private static boolean isNoncharacter(int character) {
        return (character & 0xFFFE) == 0xFFFE || (character >= 0xFDD0 && character <= 0xFDEF);
    }
}
