package dev.consign.reconciler.task;

import dev.consign.id.GatewayCode;
import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.task.TaskKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One worker's right to use one slot of a task, until its lease ends. What it writes later counts
/// only while nobody has claimed the task again, which the fence tells.
///
/// @param reference the number that is asked about: the refund's for a refund, else the payment's
/// @param orderNo null only if somebody deleted the payment's row
/// @param payload as it was at the time of the claim
/// @param attempts slots used up so far; the slot claimed here is the next one
/// @param fence this claim's own number, higher than that of every claim before it
/// @param leaseUntil when others may claim the task again
public record TaskClaim(
        String taskId,
        TaskKind kind,
        GatewayCode gateway,
        PaymentNo paymentNo,
        String reference,
        @Nullable OrderNo orderNo,
        TaskPayload payload,
        int attempts,
        long fence,
        Instant leaseUntil) {

    /// @param fact what is sent for this slot
    /// @return the same name each time the same fact is sent for the same slot
    public String duplicateId(Enum<?> fact) {
        return taskId + ":" + attempts + ":" + fact.name();
    }
}
