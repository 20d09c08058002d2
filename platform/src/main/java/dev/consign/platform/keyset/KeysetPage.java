package dev.consign.platform.keyset;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One page of a list.
///
/// @param next the `after` of the next page; null when there is none
public record KeysetPage<T>(List<T> items, @Nullable String next) {
    /// @param found what was asked for and, if there is more, at least one entry behind it
    /// @param most entries of a page
    /// @param name of an entry, by which the list is in order
    public static <T> KeysetPage<T> of(List<T> found, int most, Function<T, String> name) {
        var items = List.copyOf(found.subList(0, Math.min(most, found.size())));
        return new KeysetPage<>(items, found.size() > most ? name.apply(items.getLast()) : null);
    }

    /// A list that is short by its nature.
    public static <T> KeysetPage<T> whole(List<T> items) {
        return new KeysetPage<>(List.copyOf(items), null);
    }

    /// The same page of what is made of each entry.
    public <R> KeysetPage<R> map(Function<T, R> view) {
        return new KeysetPage<>(items.stream().map(view).toList(), next);
    }
}
