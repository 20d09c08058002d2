package dev.consign.gateway;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// A callback as it came in: the very bytes that were signed, and every header value, repeated ones
/// included, under its lower-case name.
///
/// @param body not copied; nobody may change it
public record CallbackRequest(Map<String, List<String>> headers, byte[] body) {
    /// Header names that differ only in case are one header.
    public CallbackRequest {
        var copy = new HashMap<String, List<String>>();
        headers.forEach((name, values) ->
                copy.merge(
                        name.toLowerCase(Locale.ROOT),
                        List.copyOf(values),
                        CallbackRequest::joined));
        headers = Collections.unmodifiableMap(copy);
    }

    /// All values of one header, none when it is missing.
    ///
    /// @param name lower case
    public List<String> header(String name) {
        return headers.getOrDefault(name, List.of());
    }

    private static List<String> joined(List<String> one, List<String> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }
}
