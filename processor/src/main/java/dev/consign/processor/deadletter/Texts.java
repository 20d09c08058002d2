package dev.consign.processor.deadletter;

/// Texts made to fit their columns.
final class Texts {
    private Texts() {}

    /// At most so many characters, and no half of a pair at the end.
    static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        var end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
        return text.substring(0, end);
    }

    /// The same for a column that holds printable ASCII only.
    static String ascii(String text, int longest) {
        return cut(text.replaceAll("[^\\x20-\\x7e]", "?"), longest);
    }
}
