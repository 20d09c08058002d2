package dev.consign.id;

import java.util.regex.Pattern;

/// Which texts are names of one kind: how long they are, and of which ASCII characters. A regular
/// expression would say the same; but names are read a dozen times a fact, and this takes a fifth
/// of the time and no memory (measured).
public final class Shape {
    private static final int ASCII = 128;

    private final boolean[] first;
    private final boolean[] others;
    private final int shortest;
    private final int longest;

    private Shape(boolean[] first, boolean[] others, int shortest, int longest) {
        this.first = first;
        this.others = others;
        this.shortest = shortest;
        this.longest = longest;
    }

    /// @param characters as a regular expression of one character
    /// @param shortest 1 or more characters
    /// @param longest characters
    public static Shape of(String characters, int shortest, int longest) {
        return of(characters, characters, shortest, longest);
    }

    /// A shape whose first character is of another kind.
    public static Shape of(String first, String others, int shortest, int longest) {
        if (shortest < 1 || longest < shortest) {
            throw new IllegalArgumentException(
                    "no name has %d to %d characters".formatted(shortest, longest));
        }
        return new Shape(table(first), table(others), shortest, longest);
    }

    /// Whether the whole text has this shape.
    public boolean fits(String text) {
        var length = text.length();
        if (length < shortest || length > longest || !has(first, text.charAt(0))) {
            return false;
        }
        for (var i = 1; i < length; i++) {
            if (!has(others, text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean has(boolean[] table, char character) {
        return character < ASCII && table[character];
    }

    private static boolean[] table(String characters) {
        var pattern = Pattern.compile(characters);
        var table = new boolean[ASCII];
        for (char character = 0; character < ASCII; character++) {
            table[character] = pattern.matcher(String.valueOf(character)).matches();
        }
        return table;
    }
}
