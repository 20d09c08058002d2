package dev.consign.engine;

import dev.consign.engine.change.ChangeReason;
import dev.consign.engine.change.ChangeSet;
import dev.consign.engine.change.OrderAggregate;
import dev.consign.engine.change.TaskChanges;
import dev.consign.engine.table.ChangeSetWriter;
import dev.consign.engine.table.OrderLoader;
import dev.consign.engine.table.ProcessedMessages;
import dev.consign.id.IdSource;
import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.id.RefundNo;
import dev.consign.order.CaseKind;
import dev.consign.order.Command;
import dev.consign.order.CommandRules;
import dev.consign.order.Decision;
import dev.consign.order.Decision.Apply;
import dev.consign.order.Decision.Confirm;
import dev.consign.order.Decision.Ignore;
import dev.consign.order.Decision.Park;
import dev.consign.order.Order;
import dev.consign.order.OrderRules;
import dev.consign.order.Outcome;
import dev.consign.payment.FactSource;
import dev.consign.payment.PaymentFact;
import dev.consign.sql.SqlFailure;
import dev.consign.sql.Transactions;
import dev.consign.task.TaskKind;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The only code that turns payment facts, and what people want done, into state, whatever source
/// they come from (incident P2). A batch is processed in one transaction: everything it changes is
/// committed together with the record that it was processed, or not at all. The number of
/// statements does not depend on the size of the batch.
public final class OrderProcessor {
    private static final int RACES = 3;

    private final Transactions transactions;
    private final InstantSource clock;
    private final IdSource ids;
    private final OrderLoader loader;
    private final ProcessedMessages processed;
    private final ChangeSetWriter writes;
    private final long confirmAbove;

    OrderProcessor(
            Transactions transactions,
            InstantSource clock,
            IdSource ids,
            OrderLoader loader,
            ProcessedMessages processed,
            ChangeSetWriter writes,
            ConfirmSettings confirm) {
        this.confirmAbove = confirm.above();
        this.transactions = transactions;
        this.clock = clock;
        this.ids = ids;
        this.loader = loader;
        this.processed = processed;
        this.writes = writes;
    }

    /// Processes the facts in the order given and commits.
    ///
    /// @return one result a fact, in the same order
    /// @throws dev.consign.sql.DatabaseDown when nothing could be written: try the same batch again
    ///   later
    /// @throws dev.consign.sql.InvariantViolation when the database contradicts the rules; nothing
    ///   was written
    public List<FactResult> process(List<PaymentFact> facts) {
        return racing(() -> processLocked(facts, null));
    }

    /// The same for those facts whose orders nobody else has locked. Consumers of one queue meet
    /// about the repeats of a callback; waiting for each other they would process one batch at a
    /// time between them.
    ///
    /// @throws dev.consign.sql.DatabaseDown as above
    /// @throws dev.consign.sql.InvariantViolation as above
    public PartialResult processUncontended(List<PaymentFact> facts) {
        return racing(() -> processUncontendedLocked(facts));
    }

    private <T> T racing(Supplier<T> work) {
        for (var race = 1; ; race++) {
            try {
                return transactions.call(work);
            } catch (RuntimeException e) {
                // Two batches met with a message neither found, about a payment neither could lock
                // because it does not exist: the slower one looks again.
                if (race == RACES || SqlFailure.of(e) != SqlFailure.DUPLICATE) {
                    throw e;
                }
            }
        }
    }

    /// Processes what a person says the gateway did, in the caller's transaction, like any other
    /// fact; who says so is kept in the order's history.
    public FactResult confirm(PaymentFact fact, Actor by) {
        transactions.mustRun();
        return processLocked(List.of(fact), by).getFirst();
    }

    /// Does what somebody wants with an order, if it may be done, in the caller's transaction.
    ///
    /// @return empty when there is no such order
    /// @throws dev.consign.sql.InvariantViolation when the database contradicts the rules
    public Optional<CarriedOut> carryOut(Command command, Actor by) {
        transactions.mustRun();
        return loader.lock(command.orderNo())
                .map(file -> {
                    var context = loader.context(file, confirmAbove);
                    var now = clock.instant();
                    var decision = CommandRules.decide(context.of(file), command, now);
                    var batch = new ChangeSet(now, ids, context, Map.of());
                    var refundNo = batch.apply(file, decision, by.cause());
                    writes.write(batch);
                    if (decision instanceof Decision.Attempt attempt) {
                        writes.writeAttempt(file.order(), attempt, now);
                    }
                    return new CarriedOut(decision, refundNo, file.order());
                });
    }

    /// Locks an order in the caller's transaction, so that nothing that is read of it afterwards
    /// can change before the commit.
    ///
    /// @return whether there is such an order
    public boolean hold(OrderNo orderNo) {
        transactions.mustRun();
        return loader.lock(orderNo).isPresent();
    }

    /// Has a gateway asked once more whether what was said of a payment is so, in the caller's
    /// transaction.
    ///
    /// @return whether anything was said of it that the gateway has not confirmed
    public boolean confirmAgain(PaymentNo payment) {
        transactions.mustRun();
        return writes.confirmAgain(payment, clock.instant());
    }

    /// Has the reconciler ask a gateway once more what it had given up asking, from the first
    /// attempt on, in the caller's transaction.
    ///
    /// @param reference the payment's number, or for a refund the refund's
    /// @return whether it had given up, and may be asked
    public boolean askAgain(OrderNo orderNo, TaskKind question, String reference) {
        transactions.mustRun();
        return loader.lock(orderNo)
                .map(file -> loader.context(file, confirmAbove).of(file))
                .filter(context -> TaskChanges.mayAskAgain(context, question, reference))
                .filter(_ -> writes.askAgain(question, reference, clock.instant()))
                .isPresent();
    }

    private PartialResult processUncontendedLocked(List<PaymentFact> facts) {
        var locked = loader.lockUncontended(payments(facts));
        var free = facts.stream().filter(one -> !locked.taken().contains(one.paymentNo())).toList();
        return new PartialResult(
                free.isEmpty() ? List.of() : process(locked.files(), free, null), locked.taken());
    }

    private List<FactResult> processLocked(List<PaymentFact> facts, @Nullable Actor by) {
        return process(loader.lock(payments(facts)), facts, by);
    }

    private static List<PaymentNo> payments(List<PaymentFact> facts) {
        return facts.stream().map(PaymentFact::paymentNo).toList();
    }

    private List<FactResult> process(
            Map<PaymentNo, OrderAggregate> files, List<PaymentFact> facts, @Nullable Actor by) {
        var stored = processed.find(facts.stream().map(PaymentFact::messageId).toList());
        var context = loader.context(files, facts, confirmAbove);
        var batch = new ChangeSet(clock.instant(), ids, context, stored);
        var results = process(batch, files, facts, by);
        writes.write(batch);
        return results;
    }

    /// Decides only: what is to be written is in the batch afterwards.
    ///
    /// @param files of the orders as they were locked, by payment
    public static List<FactResult> process(
            ChangeSet batch,
            Map<PaymentNo, OrderAggregate> files,
            List<PaymentFact> facts,
            @Nullable Actor by) {
        for (var fact : facts) {
            @Nullable OrderAggregate file = files.get(fact.paymentNo());
            processOne(batch, file, fact, by);
            if (file != null && fact.source().isGatewaysAnswer() && fact.kind().isStatus()) {
                answered(batch, file, fact);
            }
        }
        return batch.processed().stream()
                .map(one -> new FactResult(one.fact(), one.outcome(), one.why()))
                .toList();
    }

    /// The gateway has said how a payment stands: what was said of it before is so, or is a case
    /// (docs/rules.md, rule 12). A line of its file confirms what it says, and says nothing of
    /// other movements.
    private static void answered(ChangeSet batch, OrderAggregate file, PaymentFact answer) {
        var asked = answer.source() == FactSource.QUERY;
        for (var said : batch.context().waiting(answer.paymentNo())) {
            if (said.agreesWith(answer)) {
                batch.confirmed(said.key());
            } else if (asked) {
                batch.refute(file, said, answer);
            }
        }
        if (asked) {
            batch.answered(file, answer.paymentNo());
        }
    }

    private static void processOne(
            ChangeSet batch, @Nullable OrderAggregate file, PaymentFact fact, @Nullable Actor by) {
        var before = batch.seen(fact.messageId());
        if (before == null) {
            processNew(batch, file, fact, by, null);
            return;
        }
        var sameFact = Arrays.equals(before.fingerprint(), fact.fingerprint());
        if (!before.outcome().isFinal()) {
            processNew(batch, file, fact, by, sameFact ? before.outcome() : null);
        } else if (file != null && mayBeAnew(batch, file, fact, sameFact, before.outcome())) {
            processNew(batch, file, fact, by, sameFact ? before.outcome() : null);
        } else if (sameFact) {
            batch.addEvidence(fact, file, Outcome.DUPLICATE, "seen before: " + before.outcome());
        } else {
            var why = "another fact under this id was " + before.outcome();
            batch.addEvidence(fact, file, Outcome.CONFLICT, why);
            batch.open(CaseKind.CONFLICT, fact, file, why);
        }
    }

    private static boolean mayBeAnew(
            ChangeSet batch,
            OrderAggregate file,
            PaymentFact fact,
            boolean sameFact,
            Outcome before) {
        var situation = batch.context().of(file);
        return sameFact
                ? OrderRules.mayBeDecidedAnew(situation, fact, before)
                : OrderRules.mayCorrect(situation, fact);
    }

    /// @param before the outcome this very fact had, and which was not final; null when it is new
    private static void processNew(
            ChangeSet batch,
            @Nullable OrderAggregate file,
            PaymentFact fact,
            @Nullable Actor by,
            @Nullable Outcome before) {
        if (file != null) {
            decide(batch, file, fact, by, before);
            return;
        }
        var why = "no payment " + fact.paymentNo() + " is known here";
        if (before == Outcome.UNKNOWN_ORDER) {
            batch.addEvidence(fact, null, Outcome.DUPLICATE, "seen before, and still: " + why);
        } else {
            batch.settle(fact, null, Outcome.UNKNOWN_ORDER, why);
            batch.open(CaseKind.UNKNOWN_ORDER, fact, null, why);
        }
    }

    /// An outcome that was not final is decided anew: the order may have been committed since, the
    /// payment or the gateway put right.
    private static void decide(
            ChangeSet batch,
            OrderAggregate file,
            PaymentFact fact,
            @Nullable Actor by,
            @Nullable Outcome before) {
        var decision = OrderRules.decide(batch.context().of(file), fact, batch.now());
        if (before == decision.outcome()) {
            batch.addEvidence(
                    fact, file, Outcome.DUPLICATE, "seen before, and still: " + decision.why());
            return;
        }
        if (decision instanceof Apply apply) {
            batch.apply(file, fact, apply, cause(batch, fact, apply, by));
        }
        batch.settle(fact, file, decision.outcome(), decision.why());
        switch (decision) {
            case Apply apply -> {
                if (apply.review() != null) {
                    batch.open(apply.review(), fact, file, apply.why());
                }
            }
            case Park park -> batch.open(park.review(), fact, file, park.why());
            case Confirm confirm -> batch.confirm(file, fact, cause(batch, fact, confirm, by));
            case Ignore _ -> {
                // Its outcome is all there is to write.
            }
        }
    }

    /// What a person said and the gateway has confirmed is that person's doing.
    private static ChangeReason cause(
            ChangeSet batch, PaymentFact fact, Decision.OfFact decision, @Nullable Actor by) {
        if (by != null) {
            return new ChangeReason(by.source(), by.actor(), by.reason(), fact.messageId());
        }
        return batch.context().waiting(fact.paymentNo()).stream()
                .filter(said -> !said.actor().equals(ChangeReason.ENGINE) && said.agreesWith(fact))
                .findFirst()
                .map(said -> ChangeReason.confirmed(fact, said, decision.why()))
                .orElseGet(() -> ChangeReason.of(fact, decision.why()));
    }

    /// What became of a batch that waited for nobody.
    ///
    /// @param results of the facts that were processed, in their order
    /// @param taken payments whose facts were not processed: somebody else had locked their orders
    public record PartialResult(List<FactResult> results, Set<PaymentNo> taken) {}

    /// What became of a command.
    ///
    /// @param refundNo of the refund that was asked for, null for none
    /// @param order as it is now
    public record CarriedOut(
            Decision.OfCommand decision, @Nullable RefundNo refundNo, Order order) {}
}
