package dev.consign.gateway;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/// A callback as it came in: the very bytes that were signed, and every value of the headers that
/// are asked for, repeated ones included.
///
/// @param headers the values of one header, none when it is missing; by lower-case name
/// @param body not copied; nobody may change it
public record CallbackRequest(Function<String, List<String>> headers, byte[] body) {
    /// Header names that differ only in case are one header.
    public static CallbackRequest of(Map<String, List<String>> headers, byte[] body) {
        var known = new HashMap<String, List<String>>();
        headers.forEach((name, values) ->
                known.merge(
                        name.toLowerCase(Locale.ROOT),
                        List.copyOf(values),
                        CallbackRequest::joined));
        return new CallbackRequest(name -> known.getOrDefault(name, List.of()), body);
    }

    /// All values of one header, none when it is missing.
    ///
    /// @param name lower case
    public List<String> header(String name) {
        return headers.apply(name);
    }

    private static List<String> joined(List<String> one, List<String> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }
}
