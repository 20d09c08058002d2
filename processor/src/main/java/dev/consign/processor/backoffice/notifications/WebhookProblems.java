package dev.consign.processor.backoffice.notifications;

import dev.consign.notify.webhook.WebhookRefusal;
import dev.consign.processor.api.problem.Problem;
import dev.consign.processor.api.problem.RefusalProblems;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/// How HTTP says why nothing was done about a webhook.
@Component
final class WebhookProblems implements RefusalProblems<WebhookRefusal> {
    @Override
    public Class<WebhookRefusal> refusals() {
        return WebhookRefusal.class;
    }

    @Override
    public Problem of(WebhookRefusal refusal) {
        return switch (refusal) {
            case WebhookRefusal.TooMany(var most) ->
                    new Problem(
                            HttpStatus.CONFLICT,
                            "too_many_webhooks",
                            "A consignor has at most %d webhooks; delete one first."
                                    .formatted(most));
            case WebhookRefusal.AlreadyThere() ->
                    new Problem(
                            HttpStatus.CONFLICT,
                            "webhook_exists",
                            "This consignor has this url already; delete it to have a new secret.");
            case WebhookRefusal.UrlRefused(var why) ->
                    new Problem(
                            HttpStatus.BAD_REQUEST,
                            "webhook_url_refused",
                            "The url %s.".formatted(why));
            case WebhookRefusal.ShopHasNoAddress() ->
                    new Problem(
                            HttpStatus.CONFLICT,
                            "shop_has_no_address",
                            "The shop is not told anything: CONSIGN_NOTIFY_URL is not set.");
        };
    }
}
