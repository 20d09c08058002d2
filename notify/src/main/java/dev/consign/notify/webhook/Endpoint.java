package dev.consign.notify.webhook;

import dev.consign.id.ConsignorId;
import dev.consign.secret.Secret;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A consignor's webhook.
///
/// @param failures of deliveries in a row
/// @param failingSince the first of them
public record Endpoint(
        String webhookId,
        ConsignorId consignor,
        String url,
        Secret secret,
        Status status,
        int failures,
        @Nullable Instant failingSince,
        Instant createdAt) {
    /// Whether it is told anything.
    public enum Status {
        /// It is.
        ENABLED,
        /// Deliveries are kept for it until it is enabled again.
        DISABLED
    }
}
