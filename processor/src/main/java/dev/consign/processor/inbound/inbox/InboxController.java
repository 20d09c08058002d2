package dev.consign.processor.inbound.inbox;

import dev.consign.id.GatewayCode;
import dev.consign.id.NumberPrefix;
import dev.consign.id.Shape;
import dev.consign.platform.keyset.KeysetPage;
import dev.consign.processor.api.list.PageQuery;
import dev.consign.processor.api.problem.Fields;
import dev.consign.processor.inbound.inbox.InboxReport.InboxDetail;
import dev.consign.processor.inbound.inbox.InboxReport.InboxView;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What gateways said that nobody here understood, for the people who have to.
@RestController
@RequestMapping("/api/callbacks/inbox")
class InboxController {
    private static final Shape ID = Shape.of("M", "[0-9A-Z]", 17, 17);

    private final InboxReport report;

    InboxController(InboxReport report) {
        this.report = report;
    }

    @GetMapping
    KeysetPage<InboxView> list(
            @RequestParam(required = false) @Nullable String gateway, PageQuery page) {
        return report.page(
                Fields.filter("gateway", gateway, GatewayCode::new),
                page.window(NumberPrefix.CALLBACK));
    }

    /// One with its headers and its bytes, masked.
    @GetMapping("/{id}")
    InboxDetail show(@PathVariable String id) {
        if (!ID.fits(id)) {
            throw Fields.notFound("callback of that number in the inbox");
        }
        return report.one(id)
                .orElseThrow(() -> Fields.notFound("callback " + id + " in the inbox"));
    }
}
