package dev.consign.processor.backoffice.statements;

import java.text.Normalizer;
import java.util.regex.Pattern;

/// Marks a text as a text where a spreadsheet would take it, or a part of it, for a formula: with
/// an apostrophe, which spreadsheets do not show.
///
/// The whole text begins a cell. So does what follows a comma, a semicolon, a tab or a line end:
/// some spreadsheets split cells there, and do not look at the quotes of a field that began before,
/// or take those within it for the beginning of one. A formula may begin with a full-width sign, or
/// the minus of mathematics, and behind characters that cannot be seen (issue 11).
public final class SpreadsheetText {
    private static final String SIGNS = "=+-@\u2212";

    /// Where a cell may begin, with what is behind it looked at and not taken.
    private static final Pattern SPLIT = Pattern.compile("[,;\\t\\r\\n]");

    private SpreadsheetText() {}

    static String of(String text) {
        var marked = new StringBuilder();
        if (beginsFormula(text) || beginsWithControl(text)) {
            marked.append('\'');
        }
        var from = 0;
        var split = SPLIT.matcher(text);
        while (split.find()) {
            marked.append(text, from, split.end());
            from = split.end();
            if (beginsFormula(text.substring(from))) {
                marked.append('\'');
            }
        }
        return marked.append(text, from, text.length()).toString();
    }

    private static boolean beginsWithControl(String text) {
        return !text.isEmpty() && Character.isISOControl(text.charAt(0));
    }

    /// Whether the first character that can be seen is a sign that begins one, in any width.
    private static boolean beginsFormula(String text) {
        return text.codePoints()
                .filter(SpreadsheetText::canBeSeen)
                .limit(1)
                .anyMatch(SpreadsheetText::isSign);
    }

    private static boolean canBeSeen(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK ->
                    false;
            // Quotes, and letters that are drawn as nothing: the fillers of Hangul and of Braille.
            default ->
                    character != '"'
                            && character != 0x115F
                            && character != 0x1160
                            && character != 0x3164
                            && character != 0xFFA0
                            && character != 0x2800;
        };
    }

    private static boolean isSign(int character) {
        var usual = Normalizer.normalize(Character.toString(character), Normalizer.Form.NFKC);
        return usual.length() == 1 && SIGNS.contains(usual);
    }
}
