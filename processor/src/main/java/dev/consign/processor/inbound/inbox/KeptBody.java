package dev.consign.processor.inbound.inbox;

import dev.consign.platform.text.CardNumbers;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The bytes of a callback as they are kept: all of them, but for card numbers in texts that people
/// wrote, such as a memo (issue 11 number 15). What the gateway calls by a name that ends in `Id`
/// or `No` is a number of its own, and stays whole: support must find it again.
final class KeptBody {
    private static final Pattern FIELD =
            Pattern.compile(
                    "\"(?<name>[A-Za-z0-9_-]{1,64})\"\\s*:\\s*(?:(?<text>\"(?:[^\"\\\\]|\\\\.)*+\")|(?<number>[0-9]{13,19})(?![0-9.eE]))",
                    Pattern.DOTALL);

    private static final Pattern ID = Pattern.compile("(?:.*(?:[a-z]Id|[a-z]No|_id|_no))|id|no");

    /// Cards have numbers too.
    private static final Pattern CARD = Pattern.compile("(?i).*(?:card|pan|account).*");

    private KeptBody() {}

    /// What is no text in UTF-8 stays as it is.
    static byte[] of(byte[] body) {
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
            var kept = of(text);
            return kept.equals(text) ? body : kept.getBytes(StandardCharsets.UTF_8);
        } catch (CharacterCodingException _) {
            return body;
        }
    }

    private static String of(String text) {
        var kept = new StringBuilder();
        var from = 0;
        var field = FIELD.matcher(text);
        while (field.find()) {
            kept.append(CardNumbers.inLine(text.substring(from, field.start())));
            var name = field.group("name");
            if (isId(name, field.group("text"))) {
                kept.append(field.group());
            } else if (field.group("text") != null) {
                kept.append(text, field.start(), field.start("text"))
                        .append(CardNumbers.inText(field.group("text")));
            } else {
                kept.append(text, field.start(), field.start("number"))
                        .append(number(field.group("number")));
            }
            from = field.end();
        }
        return kept.append(CardNumbers.inLine(text.substring(from))).toString();
    }

    /// An id has no blanks in it.
    private static boolean isId(String name, @Nullable String text) {
        return ID.matcher(name).matches()
                && !CARD.matcher(name).matches()
                && (text == null || text.indexOf(' ') < 0);
    }

    /// A number with stars in it is none.
    private static String number(String digits) {
        var hidden = CardNumbers.inLine(digits);
        return hidden.equals(digits) ? digits : "\"" + hidden + "\"";
    }
}
