package dev.consign.processor.webhook;

import dev.consign.id.ConsignorId;
import dev.consign.secret.Secret;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A consignor's webhook.
///
/// @param failures of deliveries in a row
/// @param failingSince the first of them
record Endpoint(
        String webhookId,
        ConsignorId consignor,
        String url,
        Secret secret,
        Status status,
        int failures,
        @Nullable Instant failingSince,
        Instant createdAt) {
    enum Status {
        ENABLED,
        DISABLED
    }
}
