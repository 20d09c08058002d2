package dev.consign.notify.webhook;

import dev.consign.platform.refusal.Refusal;

/// Why nothing was done about a webhook.
public sealed interface WebhookRefusal extends Refusal {
    /// @param most webhooks of one consignor
    record TooMany(int most) implements WebhookRefusal {}

    /// The consignor has this url already.
    record AlreadyThere() implements WebhookRefusal {}

    /// It leads where nobody may be told anything.
    ///
    /// @param why as it stands behind "The url"
    record UrlRefused(String why) implements WebhookRefusal {}

    /// The shop is not told anything.
    record ShopHasNoAddress() implements WebhookRefusal {}
}
