package dev.consign.processor.backoffice.notifications;

import dev.consign.notify.webhook.TestEvents;
import dev.consign.processor.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Test events over HTTP.
@RestController
@RequestMapping("/api")
class TestEventController {
    private final TestEvents events;

    TestEventController(TestEvents events) {
        this.events = events;
    }

    @Operation(
            operationId = "testShopWebhook",
            summary = "Posts a test event to the shop",
            description =
                    "Of type webhook.test, signed like any other, once; the answer says what came of it.")
    @PostMapping("/notifications/test")
    TestEvents.Tested shop(@AuthenticationPrincipal Caller caller) throws InterruptedException {
        return events.toShop(caller.actor());
    }

    @Operation(
            operationId = "testConsignorWebhook",
            summary = "Posts a test event to a consignor's webhook",
            description =
                    "Of type webhook.test, signed like any other, once; the answer says what came of it.")
    @PostMapping("/consignors/{id}/webhooks/{webhookId}/test")
    TestEvents.Tested consignor(
            @PathVariable String id,
            @PathVariable String webhookId,
            @AuthenticationPrincipal Caller caller)
            throws InterruptedException {
        return events.toConsignor(WebhookController.consignor(id), webhookId, caller.actor());
    }
}
