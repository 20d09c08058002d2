package dev.consign.processor.api.list;

import dev.consign.id.NumberPrefix;
import dev.consign.platform.keyset.Window;
import dev.consign.processor.api.problem.Fields;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;

/// What every list takes in its address, as it came.
///
/// @param from a time such as 2026-11-20T10:00:00Z, or a day in UTC from its beginning
/// @param to a time, from which on nothing is shown, or a day in UTC to its end
/// @param after the `next` of the page before
@ParameterObject
public record PageQuery(@Nullable String from, @Nullable String to, @Nullable String after) {
    /// The names of its parameters.
    public static final List<String> NAMES = List.of("after", "from", "to");

    /// @param prefix of the names that the list gives out
    /// @throws dev.consign.processor.api.problem.ApiFailure 400 naming the first that is wrong
    public Window window(NumberPrefix prefix) {
        return window(prefix, null);
    }

    /// @param before the older name of `after`
    public Window window(NumberPrefix prefix, @Nullable String before) {
        if (after != null && before != null) {
            throw Fields.invalid("before is the older name of after: send one of them");
        }
        var window =
                new Window(
                        prefix,
                        before == null
                                ? Fields.cursor("after", after, prefix)
                                : Fields.cursor("before", before, prefix),
                        from == null ? null : Fields.time("from", from, 0),
                        to == null ? null : Fields.time("to", to, 1));
        if (!window.start().isBefore(window.end())) {
            throw Fields.invalid("from must be before to");
        }
        return window;
    }
}
