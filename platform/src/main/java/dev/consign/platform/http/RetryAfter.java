package dev.consign.platform.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a server asks for in `Retry-After`, in every form that RFC 9110 has for it (10.2.3: seconds
/// or a date, and 5.6.7: three forms of a date): never negative, never longer than we grant.
public final class RetryAfter {
    private static final Pattern SECONDS = Pattern.compile("[0-9]+");

    /// More digits than any time that is granted has.
    private static final int MOST_DIGITS = 9;

    /// The day with one digit too, as mail has it and many libraries write it.
    private static final DateTimeFormatter IMF_FIXDATE = form("EEE, d MMM yyyy HH:mm:ss 'GMT'");

    private static final DateTimeFormatter ASCTIME = form("EEE MMM ppd HH:mm:ss yyyy");

    private RetryAfter() {}

    /// @param header as it came
    /// @param now by our clock, which theirs may differ from: hence the bounds
    /// @param longest what is granted at most
    /// @return how long to leave the server alone; empty when nothing can be read from it
    public static Optional<Duration> of(String header, Instant now, Duration longest) {
        var text = header.strip();
        if (SECONDS.matcher(text).matches()) {
            return Optional.of(
                    text.length() > MOST_DIGITS
                            ? longest
                            : bounded(Duration.ofSeconds(Long.parseLong(text)), longest));
        }
        return date(text, now).map(then -> bounded(Duration.between(now, then), longest));
    }

    private static Duration bounded(Duration asked, Duration longest) {
        if (asked.isNegative()) {
            return Duration.ZERO;
        }
        return asked.compareTo(longest) > 0 ? longest : asked;
    }

    private static Optional<Instant> date(String text, Instant now) {
        for (var form : new DateTimeFormatter[] {IMF_FIXDATE, rfc850(now), ASCTIME}) {
            try {
                return Optional.of(LocalDateTime.parse(text, form).toInstant(ZoneOffset.UTC));
            } catch (DateTimeException _) {
                // Another form, or none.
            }
        }
        return Optional.empty();
    }

    private static DateTimeFormatter form(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.US);
    }

    /// Of two digits for a year that which is not more than 50 years ahead is meant (RFC 9110
    /// 5.6.7).
    private static DateTimeFormatter rfc850(Instant now) {
        var first = LocalDate.ofInstant(now, ZoneOffset.UTC).minusYears(49);
        return new DateTimeFormatterBuilder()
                .appendPattern("EEEE, dd-MMM-")
                .appendValueReduced(ChronoField.YEAR, 2, 2, first)
                .appendPattern(" HH:mm:ss 'GMT'")
                .toFormatter(Locale.US);
    }
}
