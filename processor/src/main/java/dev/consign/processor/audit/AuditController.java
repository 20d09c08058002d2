package dev.consign.processor.audit;

import dev.consign.processor.audit.AuditReport.Page;
import dev.consign.processor.audit.AuditReport.Wanted;
import dev.consign.processor.problem.Fields;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The audit over HTTP, for those who answer for the money and those who keep it running.
@RestController
@RequestMapping("/api/audit")
class AuditController {
    private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("2500-01-01T00:00:00Z");
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final int LONGEST_SUBJECT = 96;
    private static final int LONGEST_ACTOR = 64;

    private final AuditReport report;

    AuditController(AuditReport report) {
        this.report = report;
    }

    /// What people did, newest first, 200 at most; `next` is the `after` of the next page.
    ///
    /// @param subject the name of what it was done to, whole
    /// @param actor who, whole
    /// @param from a time such as 2026-11-20T10:00:00Z, or a day in UTC from its beginning
    /// @param to a time, from which on nothing is shown, or a day in UTC to its end
    @GetMapping
    Page list(
            @RequestParam(required = false) @Nullable String subject,
            @RequestParam(required = false) @Nullable String actor,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String after) {
        var wanted =
                new Wanted(
                        name("subject", subject, LONGEST_SUBJECT),
                        name("actor", actor, LONGEST_ACTOR),
                        from == null ? FIRST : time("from", from, 0),
                        to == null ? LAST : time("to", to, 1),
                        Fields.cursor("after", after, 'A'));
        if (!wanted.from().isBefore(wanted.to())) {
            throw Fields.invalid("from must be before to");
        }
        return report.page(wanted);
    }

    private static @Nullable String name(String field, @Nullable String value, int longest) {
        if (value != null && (value.isBlank() || value.length() > longest)) {
            throw Fields.invalid(
                    "%s must be a name of 1 to %d characters".formatted(field, longest));
        }
        return value;
    }

    /// @param days added to what is a day only
    private static Instant time(String field, String text, int days) {
        try {
            var time =
                    DAY.matcher(text).matches()
                            ? LocalDate.parse(text)
                                    .plusDays(days)
                                    .atStartOfDay(ZoneOffset.UTC)
                                    .toInstant()
                            : OffsetDateTime.parse(text).toInstant();
            if (!time.isBefore(FIRST) && !time.isAfter(LAST)) {
                return time;
            }
        } catch (DateTimeException _) {
            // Answered below.
        }
        throw Fields.invalid(
                "%s must be a time such as 2026-11-20T10:00:00Z, or a day such as 2026-11-20"
                        .formatted(field));
    }
}
