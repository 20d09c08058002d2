package dev.consign.processor.api.request;

import dev.consign.processor.api.problem.Fields;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What stands behind the question mark, one entry a parameter, in the order in which they came and
/// repeated ones included. The container offers a map: it joins what came twice, and replaces what
/// it cannot decode.
final class QueryString {
    private static final int ENCODED = 3;

    private QueryString() {}

    /// @param query as it came, without the question mark; null for none
    /// @throws dev.consign.processor.api.problem.ApiFailure 400 when it is not percent-encoded, or
    ///   a value has other characters than printable ASCII, which no name and no word of ours has
    static List<Parameter> read(@Nullable String query) {
        var parameters = new ArrayList<Parameter>();
        for (var pair : query == null ? new String[0] : query.split("&", -1)) {
            if (!pair.isEmpty()) {
                var equals = pair.indexOf('=');
                var name = decoded(equals < 0 ? pair : pair.substring(0, equals));
                var value = decoded(equals < 0 ? "" : pair.substring(equals + 1));
                parameters.add(new Parameter(name, value));
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        var bytes = new ByteArrayOutputStream(text.length());
        for (var i = 0; i < text.length(); ) {
            var one = text.charAt(i);
            if (one == '%') {
                bytes.write(encoded(text, i));
                i += ENCODED;
            } else {
                bytes.write(one == '+' ? ' ' : one);
                i++;
            }
        }
        // One character a byte: what is not ASCII stays what it is, well-formed or not.
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    private static int encoded(String text, int at) {
        if (at + ENCODED > text.length()
                || !HexFormat.isHexDigit(text.charAt(at + 1))
                || !HexFormat.isHexDigit(text.charAt(at + 2))) {
            throw Fields.invalid("the query must be percent-encoded; it is not at position " + at);
        }
        return HexFormat.fromHexDigits(text, at + 1, at + ENCODED);
    }

    /// One of them.
    record Parameter(String name, String value) {}
}
