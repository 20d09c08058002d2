package dev.consign.processor.backoffice.deadletters;

/// Texts made to fit their columns.
final class Texts {
    private Texts() {}

    /// At most so many characters, and no half of a pair anywhere: neither a column nor JSON takes
    /// one.
    static String cut(String text, int longest) {
        var kept = new StringBuilder(Math.min(text.length(), longest));
        for (var i = 0; i < text.length() && kept.length() < longest; i++) {
            var character = text.charAt(i);
            if (!Character.isSurrogate(character)) {
                kept.append(character);
            } else if (i + 1 < text.length()
                    && Character.isSurrogatePair(character, text.charAt(i + 1))) {
                if (kept.length() + 2 > longest) {
                    break;
                }
                kept.append(character).append(text.charAt(++i));
            } else {
                kept.append('\ufffd');
            }
        }
        return kept.toString();
    }

    /// The same for a column that holds printable ASCII only.
    static String ascii(String text, int longest) {
        return cut(text.replaceAll("[^\\x20-\\x7e]", "?"), longest);
    }
}
