package dev.consign.processor.backoffice.lookup;

import dev.consign.processor.api.problem.MoneyBody;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Something that was said and waits for the gateway's own word.
///
/// @param actor who said it
public record ConfirmingView(
        String kind,
        String paymentNo,
        String source,
        MoneyBody amount,
        @Nullable String transactionId,
        String actor,
        Instant since) {}
