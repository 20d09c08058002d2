package dev.consign.processor.order;

import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.money.Money;
import dev.consign.order.Instruction;
import dev.consign.payment.PaymentFact;
import dev.consign.processor.order.Door.CarriedOut;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a simulated sequence is played on: memory for a million of them, the real database for few.
interface Store {
    /// @return whether the order was placed
    boolean place(NewOrder order, Instant now);

    /// Judges one batch.
    ///
    /// @param crash whether everything is lost just before the commit
    /// @return null when it was lost
    /// @throws Poison when nothing was written, and will not be however often it is tried
    @Nullable List<Judgement> judge(List<PaymentFact> facts, boolean crash);

    /// @param source as history keeps it
    /// @param crash whether everything is lost just before the commit
    /// @return null when it was lost, or could not be written
    @Nullable CarriedOut carryOut(Instruction instruction, String source, boolean crash);

    /// The gateway's answer to a new payment was lost.
    void doubt(OrderNo order, PaymentNo payment);

    /// The schedule of a task is used up: a person must look.
    void exhaust(Tables.Task task);

    /// Empties the table of processed messages.
    void forgetMessages();

    List<Tables.Task> tasks();

    /// What the gateway is asked to return.
    Money refundAmount(Tables.Task task);

    Tables tables();

    /// The transaction cannot be committed: a unique key or a count stood against it.
    final class Poison extends RuntimeException {
        private static final long serialVersionUID = 1;

        Poison(String why) {
            super(why, null, false, false);
        }
    }
}
