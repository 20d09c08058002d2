package dev.consign.notify.webhook;

import dev.consign.notify.webhook.address.AllowedTargets;
import dev.consign.notify.webhook.address.WebhookUrl;
import dev.consign.secret.Secret;
import dev.consign.sql.DatabaseSettings;
import dev.consign.sql.RefusedToStart;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// How webhooks are called; every value but url, secrets and allowedPrivateTargets must be set.
///
/// @param url where the shop is told; blank or absent: it is not
/// @param secrets Standard Webhooks keys of the shop, `whsec_` and base64; each signs
/// @param connectTimeout for the other side to take the connection
/// @param answerTimeout for each wait on its answer
/// @param allowHttp whether consignors may register http addresses; only for a machine of one's own
/// @param allowedPrivateTargets `host:port` and ranges that consignors' webhooks may reach though
///   they are not public
/// @param longestRetryAfter no longer pause is granted to a webhook that asks for one
/// @param disableAfterFailures failures in a row, over all of its deliveries, that disable a
///   consignor's webhook
/// @param disableAfter if the first of them is at least so long ago
/// @param mostPerConsignor webhooks that a consignor may have
@ConfigurationProperties("consign.notifications")
public record WebhookSettings(
        @Nullable String url,
        List<Secret> secrets,
        Duration connectTimeout,
        Duration answerTimeout,
        @Nullable Boolean allowHttp,
        @Nullable List<String> allowedPrivateTargets,
        Duration longestRetryAfter,
        int disableAfterFailures,
        Duration disableAfter,
        int mostPerConsignor) {
    /// @throws RefusedToStart when a value is missing or out of range, in one sentence
    public WebhookSettings {
        refuseIf(secrets == null, "secrets is not set");
        secrets = List.copyOf(secrets);
        positive("connect-timeout", connectTimeout);
        positive("answer-timeout", answerTimeout);
        positive("longest-retry-after", longestRetryAfter);
        positive("disable-after", disableAfter);
        refuseIf(allowHttp == null, "allow-http is not set");
        refuseIf(disableAfterFailures < 1, "disable-after-failures must be 1 or more");
        refuseIf(mostPerConsignor < 1, "most-per-consignor must be 1 or more");
        refuseIf(connectTimeout.compareTo(answerTimeout) > 0, "connect-timeout is too long");
        refuseIf(
                url != null && !url.isBlank() && secrets.isEmpty(),
                "secrets is not set: the shop could not tell our word from anybody's");
    }

    /// Where the shop is; empty when it wants to be told nothing.
    ///
    /// @throws RefusedToStart when it is no web address
    Optional<WebhookUrl> shop() {
        if (url == null || url.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(WebhookUrl.trusted(url));
        } catch (IllegalArgumentException _) {
            throw new RefusedToStart("consign.notifications.url must be an http or https address");
        }
    }

    /// Of one post, all in all: the connection, TLS on it, and the answer.
    Duration longestAttempt() {
        return connectTimeout.multipliedBy(2).plus(answerTimeout);
    }

    /// Whether consignors may register http addresses.
    public boolean httpAllowed() {
        return Boolean.TRUE.equals(allowHttp);
    }

    /// What consignors' webhooks may reach though it is not public.
    public AllowedTargets allowed() {
        return new AllowedTargets(
                allowedPrivateTargets == null ? List.of() : allowedPrivateTargets);
    }

    private static void positive(String name, @Nullable Duration value) {
        DatabaseSettings.positive(value, "consign.notifications." + name);
    }

    private static void refuseIf(boolean wrong, String sentence) {
        if (wrong) {
            throw new RefusedToStart("consign.notifications." + sentence);
        }
    }
}
