package dev.consign.platform.text;

import java.util.ArrayList;
import java.util.List;

/// Hides the numbers of payment cards in texts, all but their last four digits, and leaves as much
/// else as it can (issue 11 number 15; PCI DSS 3.4 and 3.5).
///
/// A card number has 13 to 19 digits, also full-width ones or of another script, in one piece or in
/// groups with blanks, hyphens or dots between, and its check digit is right (ISO/IEC 7812-1).
/// Other numbers of that length pass by chance one time in ten. Three things keep ids whole: a
/// number of more than 19 digits is none of a card; neither is one that is joined to a letter, a
/// digit or an underscore, as our own numbers and most of the gateways' are; and where ids are
/// common, only beginnings count that card schemes have been given: ids often begin with a time,
/// which begins with 1, or a year.
public final class CardNumbers {
    private static final int SHORTEST = 13;
    private static final int LONGEST = 19;
    private static final int SHOWN = 4;

    /// Characters between two groups at most: ` - `.
    private static final int WIDEST_GAP = 3;

    /// Letters of a word that is written without a blank before a number, such as `Visa4111…`.
    private static final int SHORTEST_WORD = 2;

    private static final int LONGEST_WORD = 10;

    private CardNumbers() {}

    /// In what a person wrote: whatever may be a card number is hidden, wherever it begins.
    public static String inText(String text) {
        return hidden(text, false);
    }

    /// In what a program wrote, where most long numbers are ids and times: only what begins like a
    /// number of a known card scheme and stands alone.
    public static String inLine(String line) {
        return hidden(line, true);
    }

    private static String hidden(String text, boolean known) {
        if (!isLongEnough(text)) {
            return text;
        }
        char[] shown = null;
        for (var run : runs(text)) {
            for (var first = 0; first < run.size(); first++) {
                var last = lastOf(text, run, first, known);
                if (last >= 0) {
                    shown = shown == null ? text.toCharArray() : shown;
                    hide(shown, run.subList(first, last + 1));
                    first = last;
                }
            }
        }
        return shown == null ? text : new String(shown);
    }

    private static boolean isLongEnough(String text) {
        var digits = 0;
        for (var i = 0; i < text.length() && digits < SHORTEST; i++) {
            digits += Character.isDigit(text.charAt(i)) ? 1 : 0;
        }
        return digits >= SHORTEST;
    }

    /// The groups of digits of a text, those together between which there is only a gap.
    private static List<List<Group>> runs(String text) {
        var runs = new ArrayList<List<Group>>();
        List<Group> run = new ArrayList<>();
        for (var i = 0; i < text.length(); ) {
            if (!Character.isDigit(text.charAt(i))) {
                i++;
                continue;
            }
            var end = i;
            while (end < text.length() && Character.isDigit(text.charAt(end))) {
                end++;
            }
            if (!run.isEmpty() && !isGap(text, run.getLast().end, i)) {
                runs.add(run);
                run = new ArrayList<>();
            }
            run.add(new Group(i, end));
            i = end;
        }
        runs.add(run);
        return runs;
    }

    private static boolean isGap(String text, int from, int to) {
        if (to - from > WIDEST_GAP) {
            return false;
        }
        for (var i = from; i < to; i++) {
            var one = text.charAt(i);
            if (one != ' ' && one != '.' && one != '\u2212') {
                switch (Character.getType(one)) {
                    case Character.SPACE_SEPARATOR, Character.DASH_PUNCTUATION -> {}
                    default -> {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    /// @return the last group of the longest card number that begins with a group; -1 for none
    private static int lastOf(String text, List<Group> run, int first, boolean known) {
        if (!mayTouch(text, run.get(first).begin, -1, known)) {
            return -1;
        }
        var digits = new StringBuilder();
        var found = -1;
        for (var last = first; last < run.size(); last++) {
            var group = run.get(last);
            if (digits.length() + group.end - group.begin > LONGEST) {
                break;
            }
            for (var i = group.begin; i < group.end; i++) {
                digits.append(Character.digit(text.charAt(i), 10));
            }
            if (digits.length() >= SHORTEST
                    && isChecked(digits)
                    && (!known || (isOfScheme(digits) && isGrouped(run, first, last)))
                    && mayTouch(text, group.end, 1, known)) {
                found = last;
            }
        }
        return found;
    }

    /// Whether a number may end here, for what stands beside it.
    ///
    /// @param at the boundary: the first position of the number, or the one behind it
    /// @param step -1 to look before it, 1 to look behind it
    private static boolean mayTouch(String text, int at, int step, boolean known) {
        var i = step < 0 ? at - 1 : at;
        if (!isWord(text, i)) {
            return true;
        }
        var letters = 0;
        while (isWord(text, i) && Character.isLetter(text.charAt(i))) {
            letters++;
            i += step;
        }
        return !known && letters >= SHORTEST_WORD && letters <= LONGEST_WORD && !isWord(text, i);
    }

    private static boolean isWord(String text, int at) {
        if (at < 0 || at >= text.length()) {
            return false;
        }
        var one = text.charAt(at);
        return one == '_'
                || (one >= 'a' && one <= 'z')
                || (one >= 'A' && one <= 'Z')
                || (one >= '0' && one <= '9');
    }

    /// As cards are printed: in one piece, or in groups of which the first has four or six digits.
    private static boolean isGrouped(List<Group> run, int first, int last) {
        var size = run.get(first).end - run.get(first).begin;
        return first == last || size == 4 || size == 6;
    }

    private static boolean isChecked(CharSequence digits) {
        var sum = 0;
        for (var i = 0; i < digits.length(); i++) {
            var digit = digits.charAt(digits.length() - 1 - i) - '0';
            var doubled = i % 2 == 1 ? digit * 2 : digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        return sum % 10 == 0;
    }

    /// American Express, Diners, JCB, Visa, Mastercard, Maestro, Discover, UnionPay, RuPay, Mir.
    private static boolean isOfScheme(CharSequence digits) {
        var four = Integer.parseInt(digits.subSequence(0, 4).toString());
        return switch (four / 1000) {
            case 2 -> (four >= 2200 && four <= 2204) || (four >= 2221 && four <= 2720);
            case 3 ->
                    switch (four / 100) {
                        case 30, 34, 35, 36, 37, 38, 39 -> true;
                        default -> false;
                    };
            case 4, 5, 6 -> true;
            case 8 -> four / 100 == 81 || four / 100 == 82;
            default -> false;
        };
    }

    private static void hide(char[] text, List<Group> groups) {
        var left = groups.stream().mapToInt(group -> group.end - group.begin).sum() - SHOWN;
        for (var group : groups) {
            for (var i = group.begin; i < group.end && left > 0; i++) {
                text[i] = '*';
                left--;
            }
        }
    }

    /// Digits next to each other, from `begin` to before `end`.
    private record Group(int begin, int end) {}
}
