package dev.consign.processor.audit;

import dev.consign.id.NumberPrefix;
import dev.consign.platform.keyset.KeysetPage;
import dev.consign.processor.api.list.PageQuery;
import dev.consign.processor.api.problem.Fields;
import dev.consign.processor.audit.AuditReport.Entry;
import dev.consign.processor.audit.AuditReport.Wanted;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The audit over HTTP, for those who answer for the money and those who keep it running.
@RestController
@RequestMapping("/api/audit")
class AuditController {
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
    @GetMapping
    KeysetPage<Entry> list(
            @RequestParam(required = false) @Nullable String subject,
            @RequestParam(required = false) @Nullable String actor,
            PageQuery page) {
        return report.page(
                new Wanted(
                        name("subject", subject, LONGEST_SUBJECT),
                        name("actor", actor, LONGEST_ACTOR),
                        page.window(NumberPrefix.AUDIT_ENTRY)));
    }

    private static @Nullable String name(String field, @Nullable String value, int longest) {
        if (value != null && (value.isBlank() || value.length() > longest)) {
            throw Fields.invalid(
                    "%s must be a name of 1 to %d characters".formatted(field, longest));
        }
        return value;
    }
}
