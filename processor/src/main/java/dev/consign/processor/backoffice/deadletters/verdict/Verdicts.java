package dev.consign.processor.backoffice.deadletters.verdict;

import dev.consign.broker.deadletter.Senders;
import dev.consign.engine.OrderContextReader;
import dev.consign.id.PaymentNo;
import dev.consign.order.Decision;
import dev.consign.order.OrderContext;
import dev.consign.order.OrderRules;
import dev.consign.order.Outcome;
import dev.consign.payment.PaymentFact;
import dev.consign.processor.backoffice.deadletters.stored.DecodedBody;
import dev.consign.processor.backoffice.deadletters.stored.StoredDeadLetter;
import dev.consign.processor.backoffice.deadletters.verdict.FactState.Processed;
import dev.consign.processor.backoffice.deadletters.verdict.FactState.Told;
import dev.consign.sql.Transactions;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Foretells what requeueing letters would do, by the rules the engine itself goes by; a handful of
/// statements, however many letters.
@Component
public final class Verdicts {
    private final Senders senders;
    private final FactState known;
    private final OrderContextReader situations;
    private final Transactions transactions;
    private final InstantSource clock;

    public Verdicts(
            Senders senders,
            FactState known,
            OrderContextReader situations,
            Transactions transactions,
            InstantSource clock) {
        this.senders = senders;
        this.known = known;
        this.situations = situations;
        this.transactions = transactions;
        this.clock = clock;
    }

    /// @return what is foretold of each, by letter id
    public Map<String, Foretold> of(Collection<StoredDeadLetter> letters) {
        var contents = new HashMap<String, DecodedBody>();
        letters.forEach(letter -> contents.put(letter.letterId(), letter.contents(senders)));
        var world = transactions.call(() -> world(contents.values()));
        var foretold = new HashMap<String, Foretold>();
        for (var letter : letters) {
            var one = Objects.requireNonNull(contents.get(letter.letterId()));
            foretold.put(letter.letterId(), Foretold.of(letter, one, verdict(letter, one, world)));
        }
        return foretold;
    }

    /// What would happen to an open letter, or will to one on its way; to any other nothing will.
    private Verdict verdict(StoredDeadLetter letter, DecodedBody contents, World world) {
        return switch (letter.status()) {
            case OPEN, REQUEUED -> verdict(contents, world);
            case RESOLVED ->
                    Verdict.none("it was requeued and processed: nothing more will happen");
            case DISCARDED -> Verdict.none("it was given up: nothing will happen");
        };
    }

    private World world(Collection<DecodedBody> contents) {
        var facts =
                contents.stream()
                        .filter(DecodedBody.Fact.class::isInstance)
                        .map(one -> ((DecodedBody.Fact) one).fact())
                        .toList();
        var notes =
                contents.stream()
                        .filter(DecodedBody.Note.class::isInstance)
                        .map(DecodedBody::consumedAs)
                        .filter(Objects::nonNull)
                        .toList();
        return new World(
                FactState.by(
                        known.processed(
                                facts.stream().map(fact -> fact.messageId().value()).toList()),
                        Processed::messageId),
                situations.of(facts.stream().map(PaymentFact::paymentNo).toList()),
                FactState.by(known.notifications(notes), Told::notificationId));
    }

    private Verdict verdict(DecodedBody contents, World world) {
        return switch (contents) {
            case DecodedBody.Unreadable(var cause, var detail) ->
                    Verdict.blocked("it cannot be read (%s): %s".formatted(cause, detail));
            case DecodedBody.Forged(var detail) ->
                    Verdict.blocked("nobody may send it again: " + detail);
            case DecodedBody.Note(var notification) -> {
                var told = world.told().get(notification.notificationId());
                yield told == null
                        ? Verdict.willApply("nobody has been told of it yet")
                        : Verdict.noOp(
                                "it was taken in already; /api/notifications says who was told");
            }
            case DecodedBody.Fact(var fact) -> verdict(fact, world);
        };
    }

    private Verdict verdict(PaymentFact fact, World world) {
        var processed = world.processed().get(fact.messageId().value());
        @Nullable OrderContext context = world.situations().get(fact.paymentNo());
        if (processed != null) {
            var when = "%s on %s".formatted(processed.outcome(), processed.at());
            var sameFact = Arrays.equals(processed.fingerprint(), fact.fingerprint());
            if (processed.outcome().isFinal()) {
                return sameFact
                        ? Verdict.noOp("this message was processed before: " + when)
                        : Verdict.willApply(
                                """
                                another fact under this message id was processed before: %s; a case \
                                CONFLICT would be opened and nothing else changed\
                                """
                                        .formatted(when));
            }
            // As the engine does: what was not final is decided anew, and counts only when it comes
            // out otherwise.
            if (sameFact && comesOutAgain(processed.outcome(), fact, context)) {
                return Verdict.noOp(
                        "it was processed before and nothing has changed since: " + when);
            }
        }
        if (context == null) {
            return Verdict.willApply(
                    "there is no payment %s here; a case UNKNOWN_ORDER would be opened"
                            .formatted(fact.paymentNo()));
        }
        return decided(fact, context);
    }

    private boolean comesOutAgain(
            Outcome before, PaymentFact fact, @Nullable OrderContext context) {
        return context == null
                ? before == Outcome.UNKNOWN_ORDER
                : decision(fact, context).outcome() == before;
    }

    private Decision.OfFact decision(PaymentFact fact, OrderContext context) {
        return OrderRules.decide(context, fact, clock.instant());
    }

    private Verdict decided(PaymentFact fact, OrderContext context) {
        var decision = decision(fact, context);
        var order = context.order();
        var payment = context.payment(fact.paymentNo());
        return switch (decision) {
            case Decision.Apply apply ->
                    Verdict.willApply(
                            "the order is %s, the payment %s: %s"
                                    .formatted(order.status(), payment.status(), apply.why()));
            case Decision.Ignore ignore -> Verdict.noOp(ignore.why());
            case Decision.Confirm confirm -> Verdict.willApply(confirm.why());
            case Decision.Park park ->
                    Verdict.willApply(
                            "a case %s would be opened and nothing else changed: %s"
                                    .formatted(park.review(), park.why()));
        };
    }

    private record World(
            Map<String, Processed> processed,
            Map<PaymentNo, OrderContext> situations,
            Map<String, Told> told) {}
}
