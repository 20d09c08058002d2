package dev.consign.processor.backoffice.reconciliations;

import dev.consign.processor.api.idempotency.IdempotentRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// What stands for the key of a request that has none (docs/api.md): the same gateway, date and
/// file are the same run, whoever asks.
final class Unkeyed {
    /// No client is called so, and its keys meet nobody's.
    private static final String ANYBODY = "*";

    private Unkeyed() {}

    /// @param digest of the file
    /// @param lastFailed the last run of that day that failed, after which another is asked for
    static IdempotentRequest upload(RequestedRun wanted, String digest, String lastFailed) {
        return request(wanted, digest + "/" + lastFailed);
    }

    /// Nobody knows what the gateway's file will say: tomorrow it may be another. Whoever asks in
    /// the same minute asks for the same.
    static IdempotentRequest fetch(RequestedRun wanted, Instant now, String lastFailed) {
        return request(wanted, now.truncatedTo(ChronoUnit.MINUTES) + "/" + lastFailed);
    }

    private static IdempotentRequest request(RequestedRun wanted, String what) {
        var name = "%s/%s/%s".formatted(wanted.gateway(), wanted.businessDate(), what);
        return IdempotentRequest.of(
                ANYBODY,
                name,
                "POST",
                "/api/reconciliations",
                name.getBytes(StandardCharsets.US_ASCII));
    }
}
