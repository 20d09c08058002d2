package dev.consign.processor.inbound.facts;

import dev.consign.broker.QueueName;
import dev.consign.broker.codec.DecodedFact;
import dev.consign.broker.codec.FactCodec;
import dev.consign.broker.consume.BatchContainer.BatchListener;
import dev.consign.broker.consume.BodyText;
import dev.consign.broker.consume.Pause;
import dev.consign.broker.consume.Stopping;
import dev.consign.broker.deadletter.Reception;
import dev.consign.broker.deadletter.Redeliveries;
import dev.consign.broker.deadletter.Senders;
import dev.consign.engine.FactResult;
import dev.consign.engine.OrderProcessor;
import dev.consign.engine.OrderProcessor.PartialResult;
import dev.consign.id.PaymentNo;
import dev.consign.payment.PaymentFact;
import dev.consign.sql.DatabaseDown;
import dev.consign.sql.InvariantViolation;
import dev.consign.sql.SqlFailure;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts a batch of messages through the engine. What cannot be decoded, or comes from somebody who
/// may not say it, goes to the dead letters at once; what came before is dealt with alone; a batch
/// that fails is processed one by one, so that a poison message cannot hurt its neighbours; while
/// the database is down the batch is held, not rolled back, and burns no delivery attempt
/// (docs/rules.md, rule 8).
final class FactListener implements BatchListener {
    private static final Logger log = LoggerFactory.getLogger(FactListener.class);

    private final QueueName queue;
    private final OrderProcessor processor;
    private final Reception reception;
    private final Pause pause;
    private final MeterRegistry meters;

    FactListener(
            QueueName queue,
            OrderProcessor processor,
            Reception reception,
            Pause pause,
            MeterRegistry meters) {
        this.queue = queue;
        this.processor = processor;
        this.reception = reception;
        this.pause = pause;
        this.meters = meters;
    }

    @Override
    public void onBatch(List<Message> batch, Session session, BooleanSupplier running)
            throws JMSException {
        var fresh = new ArrayList<Message>(batch.size());
        var again = new ArrayList<Message>();
        for (var message : batch) {
            (Redeliveries.cameBefore(message) ? again : fresh).add(message);
        }
        take(fresh, session, running);
        for (var message : again) {
            if (!reception
                    .redeliveries()
                    .alone(
                            queue,
                            message,
                            pause,
                            running,
                            () -> take(List.of(message), session, running))) {
                bury(session, message, Reception.CRASHED, Reception.CRASHED_DETAIL, null);
            }
        }
    }

    private void take(List<Message> batch, Session session, BooleanSupplier running)
            throws JMSException {
        var received = new ArrayList<Received>(batch.size());
        for (var message : batch) {
            switch (read(message)) {
                case DecodedFact.Fact(var fact) -> received.add(new Received(message, fact));
                case DecodedFact.Undecodable(var cause, var detail) ->
                        bury(session, message, cause, detail, null);
            }
        }
        var taken = process(received, processor::processUncontended, session, running);
        // Mostly repeats of what another consumer has just committed.
        process(
                received.stream().filter(one -> taken.contains(one.fact().paymentNo())).toList(),
                facts -> new PartialResult(processor.process(facts), Set.of()),
                session,
                running);
    }

    /// @return payments somebody else was deciding about; their facts were not processed
    private Set<PaymentNo> process(
            List<Received> received,
            Function<List<PaymentFact>, PartialResult> process,
            Session session,
            BooleanSupplier running)
            throws JMSException {
        if (received.isEmpty()) {
            return Set.of();
        }
        var facts = received.stream().map(Received::fact).toList();
        try {
            var processed = holding(() -> process.apply(facts), facts.size(), running);
            count(processed.results());
            return processed.taken();
        } catch (Stopping e) {
            throw e;
        } catch (RuntimeException e) {
            oneByOne(received, e, session, running);
            return Set.of();
        }
    }

    private void oneByOne(
            List<Received> received, RuntimeException why, Session session, BooleanSupplier running)
            throws JMSException {
        if (received.size() > 1) {
            log.info(
                    "{} messages of {} are processed one by one: {}",
                    received.size(),
                    queue,
                    why.toString());
        }
        for (var one : received) {
            try {
                count(holding(() -> processor.process(List.of(one.fact())), 1, running));
            } catch (Stopping e) {
                throw e;
            } catch (RuntimeException e) {
                var cause =
                        e instanceof InvariantViolation ? "INVARIANT_VIOLATION" : "CONSUMER_FAILED";
                log.error("{} of {} is parked: {}", one.fact().messageId(), queue, e.toString());
                bury(session, one.message(), cause, String.valueOf(e.getMessage()), e);
            }
        }
    }

    /// Holds on as long as the database is down or too busy.
    private <T> T holding(Supplier<T> work, int facts, BooleanSupplier running) {
        while (true) {
            try {
                var result = work.get();
                pause.over();
                return result;
            } catch (DatabaseDown e) {
                pause.hold(e, running);
            } catch (RuntimeException e) {
                // One order that is locked for long must not hold up its neighbours.
                if (SqlFailure.of(e) != SqlFailure.CONFLICT || facts > 1) {
                    throw e;
                }
                pause.hold(e, running);
            }
        }
    }

    /// From somebody who may send it, and learned in a way that comes by this queue.
    private DecodedFact read(Message message) {
        return switch (reception.read(queue, message)) {
            case BodyText.None(var cause, var detail) -> new DecodedFact.Undecodable(cause, detail);
            case BodyText.Text(var text) -> {
                var decoded = FactCodec.decode(text);
                yield decoded instanceof DecodedFact.Fact(var fact)
                        ? reception
                                .senders()
                                .objection(queue, fact.source())
                                .<DecodedFact>map(
                                        why -> new DecodedFact.Undecodable(Senders.FORGED, why))
                                .orElse(decoded)
                        : decoded;
            }
        };
    }

    private void bury(
            Session session,
            Message message,
            String cause,
            String detail,
            @Nullable Throwable failure)
            throws JMSException {
        reception.deadLetters().publish(session, message, queue, cause, detail, failure);
        meters.counter("consign_dead_letters_total", "queue", queue.address(), "cause", cause)
                .increment();
    }

    private void count(List<FactResult> results) {
        for (var result : results) {
            meters.counter(
                            "consign_facts_processed_total",
                            "queue",
                            queue.address(),
                            "outcome",
                            result.outcome().name())
                    .increment();
        }
    }

    private record Received(Message message, PaymentFact fact) {}
}
