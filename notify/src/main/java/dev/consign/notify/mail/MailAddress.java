package dev.consign.notify.mail;

import java.util.regex.Pattern;

/// An address that a mail server takes and that can smuggle nothing into a header or a command: the
/// unquoted ASCII form of RFC 5321, and nothing else.
public record MailAddress(String value) {
    private static final int LONGEST = 254;
    private static final int LONGEST_LOCAL = 64;
    private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private static final Pattern SHAPE =
            Pattern.compile(
                    "(?<local>%s(?:\\.%s)*)@%s(?:\\.%s)+".formatted(ATOM, ATOM, LABEL, LABEL));

    /// @throws IllegalArgumentException when the text has not this shape
    public MailAddress {
        var match = SHAPE.matcher(value);
        if (value.length() > LONGEST
                || !match.matches()
                || match.group("local").length() > LONGEST_LOCAL) {
            throw new IllegalArgumentException("not a mail address");
        }
    }

    String domain() {
        return value.substring(value.indexOf('@') + 1);
    }

    /// What a log or a person is shown of it.
    @Override
    public String toString() {
        return "***@" + domain();
    }
}
