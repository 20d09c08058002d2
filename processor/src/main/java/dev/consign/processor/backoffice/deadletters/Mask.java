package dev.consign.processor.backoffice.deadletters;

import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Hides card numbers and secrets in what people are shown. The table keeps what came in, so that
/// what is sent again is what failed.
public final class Mask {
    /// 13 to 19 digits, in groups or not. No card number begins with 0 or 1, but today's times in
    /// milliseconds do.
    private static final Pattern CARD =
            Pattern.compile("(?<![0-9A-Za-z])[2-9](?:[ -]?[0-9]){12,18}(?![0-9A-Za-z])");

    private static final Pattern FIELD =
            Pattern.compile(
                    "(\"[A-Za-z0-9_-]*(?:password|passwd|secret|token|api[_-]?key|authorization|cvv|cvc)"
                            + "[A-Za-z0-9_-]*\"\\s*:\\s*\")((?:[^\"\\\\]|\\\\.)*)(\")",
                    Pattern.CASE_INSENSITIVE);

    private static final Pattern BARE =
            Pattern.compile(
                    "(\\bwhsec_|\\bBearer\\s+|\\b(?:password|secret|token)=)[^\\s\"'&,;]+",
                    Pattern.CASE_INSENSITIVE);

    private Mask() {}

    public static String text(String text) {
        var cards = CARD.matcher(text).replaceAll(Mask::card);
        var fields = FIELD.matcher(cards).replaceAll("$1***$3");
        return BARE.matcher(fields).replaceAll("$1***");
    }

    /// Whether what goes by this name is shown to nobody.
    static boolean secretName(String name) {
        return FIELD.matcher("\"%s\":\"\"".formatted(name)).matches();
    }

    static @Nullable String nullable(@Nullable String text) {
        return text == null ? null : text(text);
    }

    /// Byte for byte, whatever the encoding: digits and names look alike in all that we may meet.
    public static byte[] bytes(byte[] bytes) {
        Function<byte[], String> latin = raw -> new String(raw, StandardCharsets.ISO_8859_1);
        return text(latin.apply(bytes)).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String card(MatchResult match) {
        var digits = match.group().replaceAll("[ -]", "");
        return luhn(digits)
                ? "*".repeat(digits.length() - 4) + digits.substring(digits.length() - 4)
                : match.group();
    }

    private static boolean luhn(String digits) {
        var sum = 0;
        for (var i = 0; i < digits.length(); i++) {
            var digit = digits.charAt(digits.length() - 1 - i) - '0';
            var doubled = i % 2 == 1 ? digit * 2 : digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        return sum % 10 == 0;
    }
}
