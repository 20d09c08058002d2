package dev.consign.processor.api.problem;

import dev.consign.id.NumberPrefix;
import dev.consign.id.Shape;
import dev.consign.platform.text.CardNumbers;
import dev.consign.platform.text.Characters;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/// Checks the fields of a request; the first that is wrong is named, with what is allowed.
public final class Fields {
    private static final Pattern DAY = Pattern.compile("[12]\\d{3}-\\d{2}-\\d{2}");

    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");

    private static final Shape CURSOR = Shape.of("[A-Z]", "[0-9A-HJKMNP-TV-Z]", 17, 17);

    private static final Instant FIRST_TIME = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LAST_TIME = Instant.parse("2500-01-01T00:00:00Z");

    private Fields() {}

    /// What a person wrote for people: a [#line(String, String, int)] without card numbers, of
    /// which only the last four digits are kept.
    ///
    /// @param longest in UTF-16 units
    public static String text(String field, @Nullable String value, int longest) {
        return CardNumbers.inText(line(field, value, longest));
    }

    /// One line of text, trimmed. Nothing in it is hidden: a name that reads one way to a person
    /// and another to a program is refused, with the place.
    ///
    /// @param longest in UTF-16 units
    public static String line(String field, @Nullable String value, int longest) {
        var given = value == null ? "" : value;
        var begin = 0;
        while (begin < given.length() && Characters.isBlank(given.charAt(begin))) {
            begin++;
        }
        var end = given.length();
        while (end > begin && Characters.isBlank(given.charAt(end - 1))) {
            end--;
        }
        var text = given.substring(begin, end);
        var unsafe = Characters.unsafeInLine(text);
        if (unsafe.isPresent()) {
            throw invalid(
                    "%s must not contain %s, at position %d: no control, bidirectional or zero-width characters"
                            .formatted(
                                    field,
                                    Characters.name(text.codePointAt(unsafe.getAsInt())),
                                    begin + unsafe.getAsInt()));
        }
        if (text.length() > longest || !Characters.isVisible(text)) {
            throw invalid("%s must be a text of 1 to %d characters".formatted(field, longest));
        }
        return text;
    }

    /// A whole number in a range.
    public static long number(String field, @Nullable Number value, long least, long most) {
        if (value == null || value.longValue() < least || value.longValue() > most) {
            throw invalid("%s must be a whole number from %d to %d".formatted(field, least, most));
        }
        return value.longValue();
    }

    /// A whole number in a range, written in digits.
    public static long digits(String field, String value, long least, long most) {
        return number(
                field, NUMBER.matcher(value).matches() ? Long.valueOf(value) : null, least, most);
    }

    /// A text that some type accepts in its constructor.
    ///
    /// @param type throws IllegalArgumentException with what it allows
    public static <T> T shaped(String field, @Nullable String value, Function<String, T> type) {
        if (value == null) {
            throw invalid(field + " is missing");
        }
        try {
            return type.apply(value);
        } catch (IllegalArgumentException e) {
            throw invalid("%s is %s".formatted(field, reason(e)));
        }
    }

    /// A UTC day.
    public static LocalDate date(String field, @Nullable String value) {
        if (value != null && DAY.matcher(value).matches()) {
            try {
                return LocalDate.parse(value);
            } catch (DateTimeParseException _) {
                // Answered below: the 30th of February.
            }
        }
        throw invalid(field + " must be a day such as 2026-11-20");
    }

    /// A time such as 2026-11-20T10:00:00Z, or a UTC day.
    ///
    /// @param days added to what is a day only
    public static Instant time(String field, String value, int days) {
        try {
            var isDay = DAY.matcher(value).matches();
            var time =
                    isDay
                            ? LocalDate.parse(value).atStartOfDay(ZoneOffset.UTC).toInstant()
                            : OffsetDateTime.parse(value).toInstant();
            // A day is looked at as it was given, before its end is.
            if (!time.isBefore(FIRST_TIME) && !time.isAfter(LAST_TIME)) {
                return isDay ? time.plus(Duration.ofDays(days)) : time;
            }
        } catch (DateTimeException _) {
            // Answered below.
        }
        throw invalid(
                "%s must be a time such as 2026-11-20T10:00:00Z, or a day such as 2026-11-20"
                        .formatted(field));
    }

    /// One of an enum's names.
    public static <E extends Enum<E>> E oneOf(String field, @Nullable String value, E[] allowed) {
        for (var one : allowed) {
            if (one.name().equals(value)) {
                return one;
            }
        }
        throw invalid(
                "%s must be one of %s"
                        .formatted(
                                field,
                                Arrays.stream(allowed)
                                        .map(Enum::name)
                                        .collect(Collectors.joining(", "))));
    }

    /// The same for a filter that may be left out.
    public static <E extends Enum<E>> @Nullable String filter(
            String field, @Nullable String value, E[] allowed) {
        return value == null ? null : oneOf(field, value, allowed).name();
    }

    /// The same for a filter by a name that has a type.
    public static <T> @Nullable T filter(
            String field, @Nullable String value, Function<String, T> type) {
        return value == null ? null : shaped(field, value, type);
    }

    /// Where a page begins: the id of an entry, as the list gave it out. Anything else would be
    /// compared with ids all the same, and show a page that is none.
    ///
    /// @param prefix of the ids that the list gives out
    /// @throws ApiFailure 400 `bad_cursor`
    public static @Nullable String cursor(
            String field, @Nullable String value, NumberPrefix prefix) {
        if (value == null) {
            return null;
        }
        if (value.isEmpty() || value.charAt(0) != prefix.letter() || !CURSOR.fits(value)) {
            throw badCursor(field);
        }
        return value;
    }

    /// 400 `bad_cursor`.
    public static ApiFailure badCursor(String field) {
        return new ApiFailure(
                HttpStatus.BAD_REQUEST,
                "bad_cursor",
                "%s must be the id of an entry, as this list gave it out.".formatted(field));
    }

    /// Something that must not be there.
    public static void absent(String field, @Nullable Object value, String because) {
        if (value != null) {
            throw invalid("%s must be left out: %s".formatted(field, because));
        }
    }

    /// A list of a bounded length.
    public static <T> List<T> list(String field, @Nullable List<T> value, int most) {
        if (value == null || value.isEmpty() || value.size() > most) {
            throw invalid("%s must have 1 to %d entries".formatted(field, most));
        }
        return value;
    }

    /// The body itself.
    public static <T> T body(@Nullable T value) {
        if (value == null) {
            throw invalid("a JSON object is needed as the body");
        }
        return value;
    }

    /// 400 `invalid_request`.
    ///
    /// @param what names the field and what is allowed, without a full stop
    public static ApiFailure invalid(String what) {
        return new ApiFailure(HttpStatus.BAD_REQUEST, "invalid_request", what + ".");
    }

    /// 404 `not_found`.
    ///
    /// @param what what there is none of
    public static ApiFailure notFound(String what) {
        return new ApiFailure(HttpStatus.NOT_FOUND, "not_found", "There is no " + what + ".");
    }

    private static String reason(IllegalArgumentException e) {
        var message = e.getMessage();
        return message == null || !message.startsWith("not a")
                ? "malformed" + (message == null ? "" : ": " + message)
                : message;
    }
}
