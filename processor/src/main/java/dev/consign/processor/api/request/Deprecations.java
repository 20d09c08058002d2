package dev.consign.processor.api.request;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Tells whoever still uses what has a newer name since when it has one (RFC 9745) and until when
/// the older one is taken (RFC 8594); docs/api.md says what to use instead.
final class Deprecations {
    /// When `before` became `after`.
    static final Instant SINCE = Instant.parse("2026-12-01T00:00:00Z");

    /// A year, as the policy promises.
    static final Instant UNTIL = Instant.parse("2027-12-01T00:00:00Z");

    /// As HTTP writes a time: RFC 1123 with two digits for the day.
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

    private Deprecations() {}

    static void tell(HttpServletResponse response) {
        response.setHeader("Deprecation", "@" + SINCE.getEpochSecond());
        response.setHeader("Sunset", HTTP_DATE.format(UNTIL.atOffset(ZoneOffset.UTC)));
    }
}
