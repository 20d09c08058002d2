package dev.consign.processor.backoffice.notifications;

import dev.consign.id.ConsignorId;
import dev.consign.id.NumberPrefix;
import dev.consign.notify.webhook.Endpoint;
import dev.consign.notify.webhook.WebhookService;
import dev.consign.platform.keyset.KeysetPage;
import dev.consign.processor.api.list.PageQuery;
import dev.consign.processor.api.problem.Fields;
import dev.consign.processor.security.Caller;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Consignors' webhooks over HTTP.
@RestController
@RequestMapping("/api/consignors/{id}/webhooks")
class WebhookController {
    private static final int LONGEST_URL = 500;

    private final WebhookService registration;

    WebhookController(WebhookService registration) {
        this.registration = registration;
    }

    /// The only time that the secret is shown.
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    NewWebhook add(
            @PathVariable String id,
            @RequestBody @Nullable WebhookRequest body,
            @AuthenticationPrincipal Caller caller) {
        var url = Fields.line("url", Fields.body(body).url, LONGEST_URL);
        var added = registration.add(consignor(id), url, caller.actor());
        return new NewWebhook(
                added.webhookId(), added.url(), added.secret().value(), added.status());
    }

    @GetMapping
    KeysetPage<WebhookView> list(@PathVariable String id, PageQuery page) {
        var window = page.window(NumberPrefix.WEBHOOK);
        return registration.page(consignor(id), window).map(WebhookView::of);
    }

    /// What was kept for it goes out.
    @PostMapping("/{webhookId}/enable")
    WebhookView enable(
            @PathVariable String id,
            @PathVariable String webhookId,
            @AuthenticationPrincipal Caller caller) {
        return WebhookView.of(registration.enable(consignor(id), webhookId, caller.actor()));
    }

    @DeleteMapping("/{webhookId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(
            @PathVariable String id,
            @PathVariable String webhookId,
            @AuthenticationPrincipal Caller caller) {
        registration.delete(consignor(id), webhookId, caller.actor());
    }

    static ConsignorId consignor(String text) {
        try {
            return new ConsignorId(text);
        } catch (IllegalArgumentException _) {
            throw Fields.notFound("such consignor");
        }
    }

    record WebhookRequest(@Nullable String url) {}

    /// @param secret `whsec_` and base64, as Standard Webhooks libraries take it
    record NewWebhook(String webhookId, String url, String secret, Endpoint.Status status) {}

    /// @param failures in a row
    record WebhookView(
            String webhookId,
            String url,
            Endpoint.Status status,
            int failures,
            @Nullable Instant failingSince,
            Instant createdAt) {
        static WebhookView of(Endpoint endpoint) {
            return new WebhookView(
                    endpoint.webhookId(),
                    endpoint.url(),
                    endpoint.status(),
                    endpoint.failures(),
                    endpoint.failingSince(),
                    endpoint.createdAt());
        }
    }
}
