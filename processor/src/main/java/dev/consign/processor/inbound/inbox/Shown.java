package dev.consign.processor.inbound.inbox;

import dev.consign.processor.backoffice.deadletters.Mask;
import org.jspecify.annotations.Nullable;

/// Texts of somebody else's, made fit to be stored, searched and shown: no character that hides or
/// turns others, no half of a pair, no card number, no more than there is room for.
final class Shown {
    private static final String REPLACEMENT = "\ufffd";

    private Shown() {}

    /// @param longest in UTF-16 units, 1 or more
    static String text(String text, int longest) {
        // Masked before it is cut: half a card number is not known for one.
        var masked =
                Mask.text(text.length() > 20 * longest ? text.substring(0, 20 * longest) : text);
        var clean = new StringBuilder();
        masked.codePoints()
                .forEach(point -> {
                    if (isPlain(point)) {
                        clean.appendCodePoint(point);
                    } else {
                        clean.append(REPLACEMENT);
                    }
                });
        if (clean.length() <= longest) {
            return clean.toString();
        }
        int end = longest - 1;
        return clean.substring(0, Character.isHighSurrogate(clean.charAt(end - 1)) ? end - 1 : end)
                + "…";
    }

    static @Nullable String nullable(@Nullable String text, int longest) {
        return text == null ? null : text(text, longest);
    }

    private static boolean isPlain(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}
