package dev.consign.testbed.attack;

import java.util.Locale;
import java.util.regex.Pattern;

/// What came back.
///
/// @param status 0 when the server hung up without a word
/// @param type the content type, empty for none
record Answer(int status, String type, String body) {
    /// The server hung up without a word.
    static final Answer NONE = new Answer(0, "", "");

    private static final Pattern INSIDES =
            Pattern.compile(
                    "at (java|org|dev|tools)\\.[\\w.$]+\\(|\\w+Exception\\b|SQLSTATE|SQL syntax"
                            + "|com\\.mysql|org\\.apache|<html");
    private static final int SHOWN = 120;

    /// Whether it is our own refusal of something that was the client's fault.
    boolean isRefusal() {
        return isRefusedStatus() && isProblem() && !showsInsides();
    }

    /// The same, or a connection that was closed without a word.
    boolean isRefusalOrEnd() {
        return status == 0 || isRefusal();
    }

    /// Of what HTTP has no client's fault for: methods, codings and versions nobody knows.
    private boolean isRefusedStatus() {
        return (status >= 400 && status < 500) || status == 501 || status == 505;
    }

    boolean isProblem() {
        return type.toLowerCase(Locale.ROOT).startsWith("application/problem+json");
    }

    /// Whether it says what nobody outside need know. What somebody sent and gets back is not ours.
    boolean showsInsides() {
        return status >= 400 && INSIDES.matcher(body).find();
    }

    /// Short enough for a line.
    @Override
    public String toString() {
        return status == 0
                ? "no answer"
                : "%d %s %s"
                        .formatted(
                                status,
                                type,
                                body.length() > SHOWN ? body.substring(0, SHOWN) + " …" : body);
    }
}
