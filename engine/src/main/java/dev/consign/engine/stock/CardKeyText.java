package dev.consign.engine.stock;

import dev.consign.platform.text.Characters;
import java.text.Normalizer;
import java.text.Normalizer.Form;

/// A card key in its normal form, the one in which it is compared, kept and delivered: whoever
/// lists the same key in another spelling lists it twice (incident Q6, rule 16).
///
/// NFKC folds full-width and half-width letters and the many kinds of blank; what cannot be seen is
/// taken out; blanks at the ends are cut off, and those within become one: a line break where there
/// was one, else a space. Case is kept. The buyer gets this form too, so that what is compared is
/// what is sold, and never a text with a hidden difference that a shop would refuse to redeem.
public final class CardKeyText {
    /// The longest key, in UTF-16 units.
    public static final int LONGEST = 500;

    private final String value;

    private CardKeyText(String value) {
        this.value = value;
    }

    /// Reads a key in any spelling.
    public static Reading read(String text) {
        for (var i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            if (Characters.isNoText(text.codePointAt(i))) {
                return new Reading.Unreadable(i, Characters.name(text.codePointAt(i)));
            }
        }
        if (text.length() > LONGEST) {
            return new Reading.WrongLength();
        }
        var normal = normal(text);
        return normal.isEmpty() || normal.length() > LONGEST
                ? new Reading.WrongLength()
                : new Reading.Valid(new CardKeyText(normal));
    }

    /// 1 to 500 UTF-16 units.
    public String value() {
        return value;
    }

    /// Each step can make work for the other: two characters become one once nothing unseen stands
    /// between them, and a visible one can fold into an unseen one.
    private static String normal(String text) {
        var before = text;
        var after = step(before);
        while (!after.equals(before)) {
            before = after;
            after = step(before);
        }
        return after;
    }

    private static String step(String text) {
        return withBlanksSettled(Normalizer.normalize(seen(text), Form.NFKC));
    }

    private static String seen(String text) {
        var seen = new StringBuilder(text.length());
        text.codePoints().filter(one -> !Characters.isUnseen(one)).forEach(seen::appendCodePoint);
        return seen.toString();
    }

    private static String withBlanksSettled(String text) {
        var settled = new StringBuilder(text.length());
        var blank = 0;
        for (var i = 0; i < text.length(); i++) {
            var one = text.charAt(i);
            if (Characters.isBlank(one)) {
                blank = blank == '\n' || isLineBreak(one) ? '\n' : ' ';
            } else {
                if (blank != 0 && !settled.isEmpty()) {
                    settled.append((char) blank);
                }
                blank = 0;
                settled.append(one);
            }
        }
        return settled.toString();
    }

    private static boolean isLineBreak(char blank) {
        return switch (Character.getType(blank)) {
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            case Character.CONTROL -> blank != '\t';
            default -> false;
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CardKeyText key && key.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /// Without the key: it is worth money.
    @Override
    public String toString() {
        return "a card key";
    }

    /// What became of a text.
    public sealed interface Reading {
        /// It is a key.
        record Valid(CardKeyText key) implements Reading {}

        /// Nothing of it is to be seen, or it is longer than 500 units.
        record WrongLength() implements Reading {}

        /// Somebody broke it on its way here; sold as it is, the buyer could not use it.
        ///
        /// @param position in UTF-16 units from 0
        /// @param character as `U+D800`
        record Unreadable(int position, String character) implements Reading {}
    }
}
