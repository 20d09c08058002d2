package dev.consign.processor.backoffice.lookup;

import dev.consign.processor.api.problem.MoneyBody;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Money on its way back to the buyer, or back.
///
/// @param status REQUESTED, SUCCEEDED, RETURNED or ABANDONED
/// @param endedAt null while the gateway is being asked
/// @param actor who asked for it
/// @param gatewayRefundNo the gateway's own number of one nobody here had asked for; null for
///   others
public record RefundView(
        String refundNo,
        String paymentNo,
        MoneyBody amount,
        String status,
        String reason,
        Instant requestedAt,
        @Nullable Instant endedAt,
        String actor,
        @Nullable String gatewayRefundNo) {}
