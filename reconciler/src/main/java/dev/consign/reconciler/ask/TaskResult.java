package dev.consign.reconciler.ask;

import dev.consign.payment.FactKind;
import dev.consign.payment.PaymentFact;

/// What came of one slot of a task.
sealed interface TaskResult {
    /// The gateway said something that the engine must hear.
    record Learned(PaymentFact fact) implements TaskResult {
        /// Whether the engine, once it has heard this, takes the task away.
        boolean ends() {
            return fact.kind() != FactKind.PENDING;
        }
    }

    /// The slot is used up, and nobody is the wiser.
    ///
    /// @param answer for people who look at the table
    record NoAnswer(String answer) implements TaskResult {}

    /// The gateway has said no, and will say so again: a person must look.
    record Refused(String why) implements TaskResult {}

    /// The gateway was spared; the slot is still there to be used.
    record Unused(String why) implements TaskResult {}
}
