package dev.consign.processor.backoffice.notifications;

import dev.consign.id.NumberPrefix;
import dev.consign.id.OrderNo;
import dev.consign.notify.delivery.DeliverySupport;
import dev.consign.notify.delivery.DeliveryView;
import dev.consign.platform.keyset.KeysetPage;
import dev.consign.processor.api.list.PageQuery;
import dev.consign.processor.api.problem.Fields;
import dev.consign.processor.security.Caller;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Deliveries over HTTP, for support.
@RestController
@RequestMapping("/api/notifications")
class DeliveryController {
    private static final int LONGEST_REASON = 400;

    private final DeliverySupport desk;

    DeliveryController(DeliverySupport desk) {
        this.desk = desk;
    }

    /// Who is told of an order's end, and how that goes; oldest first.
    @GetMapping
    KeysetPage<DeliveryView> list(@RequestParam String orderNo, PageQuery page) {
        return desk.page(
                Fields.shaped("orderNo", orderNo, OrderNo::new),
                page.window(NumberPrefix.NOTIFICATION));
    }

    @PostMapping("/{id}/send-again")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void sendAgain(
            @PathVariable String id,
            @RequestBody @Nullable ReasonRequest body,
            @AuthenticationPrincipal Caller caller) {
        var reason = Fields.text("reason", Fields.body(body).reason, LONGEST_REASON);
        desk.sendAgain(id, caller.actor(), reason);
    }

    record ReasonRequest(@Nullable String reason) {}
}
