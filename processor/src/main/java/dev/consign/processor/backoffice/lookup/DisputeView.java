package dev.consign.processor.backoffice.lookup;

import dev.consign.processor.api.problem.MoneyBody;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A payment that the buyer's bank contests.
///
/// @param status OPENED, WON or LOST
/// @param endedAt null while it is open
public record DisputeView(
        String disputeNo,
        String paymentNo,
        String status,
        MoneyBody amount,
        Instant openedAt,
        @Nullable Instant endedAt) {}
