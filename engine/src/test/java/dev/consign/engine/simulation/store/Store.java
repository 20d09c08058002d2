package dev.consign.engine.simulation.store;

import dev.consign.engine.FactResult;
import dev.consign.engine.OrderProcessor.CarriedOut;
import dev.consign.engine.change.NewOrder;
import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.order.Command;
import dev.consign.payment.PaymentFact;
import dev.consign.payment.Refund;
import dev.consign.task.TaskKind;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a simulated sequence is played on: memory for a million of them, the real database for few.
public interface Store {
    /// Who wants what people want.
    String PERSON = "ann";

    /// Why they want it.
    String REASON = "as agreed";

    /// @return whether the order was placed
    boolean place(NewOrder order, Instant now);

    /// Processes one batch.
    ///
    /// @param crash whether everything is lost just before the commit
    /// @return null when it was lost
    /// @throws Poison when nothing was written, and will not be however often it is tried
    @Nullable List<FactResult> process(List<PaymentFact> facts, boolean crash);

    /// Processes what a person says the gateway did.
    ///
    /// @param crash whether everything is lost just before the commit
    /// @return null when it was lost, or could not be written
    @Nullable FactResult confirm(PaymentFact fact, boolean crash);

    /// @param source as history keeps it
    /// @param crash whether everything is lost just before the commit
    /// @return null when it was lost, or could not be written
    @Nullable CarriedOut carryOut(Command command, String source, boolean crash);

    /// Closes a case and does what a person decided about it, all of it or nothing; what is refused
    /// leaves the case open.
    ///
    /// @param crash whether everything is lost just before the commit
    /// @return null when it was lost, or could not be written
    @Nullable CarriedOut resolve(String caseKey, Command command, boolean crash);

    /// A person closes a case, and nothing else is done.
    void close(String caseKey);

    /// A person's decision has left something that nobody else looks after.
    void reopen(String caseKey);

    /// A person has a gateway asked once more what it was asked in vain.
    ///
    /// @return whether it is asked
    boolean askAgain(OrderNo order, TaskKind question, String reference);

    /// A person has a gateway asked once more whether what was said is so.
    ///
    /// @return whether it is asked
    boolean confirmAgain(PaymentNo payment);

    /// The gateway's answer to a new payment was lost.
    void doubt(OrderNo order, PaymentNo payment);

    /// The schedule of a task is used up: a person must look.
    void exhaust(Tables.Task task);

    /// Empties the table of processed messages.
    void forgetMessages();

    List<Tables.Task> tasks();

    /// What the gateway is asked to return; null when it is not wanted any more.
    @Nullable Refund refund(Tables.Task task);

    Tables tables();

    /// The transaction cannot be committed: a unique key or a count stood against it.
    public final class Poison extends RuntimeException {
        private static final long serialVersionUID = 1;

        Poison(String why) {
            super(why, null, false, false);
        }
    }
}
