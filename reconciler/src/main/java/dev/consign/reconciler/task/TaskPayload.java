package dev.consign.reconciler.task;

import dev.consign.gateway.RefundRequest;
import dev.consign.money.Money;
import dev.consign.payment.PaymentStatus;
import org.jspecify.annotations.Nullable;

/// What is to be done for a task, with all that the gateway must be told.
public sealed interface TaskPayload {
    /// Ask how the payment stands.
    ///
    /// @param ours how it stands here; null only if somebody deleted its row
    /// @param confirming whether something was said of it that waits for the gateway's word
    ///   (docs/rules.md, rule 12)
    record Query(@Nullable PaymentStatus ours, boolean confirming) implements TaskPayload {}

    /// Have the payment closed.
    ///
    /// @param amount what it was to collect
    record Close(Money amount) implements TaskPayload {}

    /// Have money sent back.
    record Refund(RefundRequest request) implements TaskPayload {}

    /// Nothing can be done: what the task is about is not there, or not wanted any more. It ends as
    /// a case like any other that leads nowhere.
    record Impossible(String why) implements TaskPayload {}
}
