package dev.consign.reconciler.matching;

import dev.consign.broker.OutgoingMessage;
import dev.consign.broker.QueueName;
import dev.consign.broker.SendResult;
import dev.consign.broker.codec.FactCodec;
import dev.consign.gateway.GatewayClient;
import dev.consign.id.PaymentNo;
import dev.consign.id.TransactionId;
import dev.consign.message.MessageType;
import dev.consign.payment.FactSource;
import dev.consign.payment.PaymentFact;
import dev.consign.reconciler.matching.Breaks.Fact;
import dev.consign.reconciler.run.Progress;
import dev.consign.reconciler.run.RunClaim;
import dev.consign.reconciler.run.Runs;
import dev.consign.reconciliation.StatementOrigin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/// Sends what a file taught us to the engine, like every other word of a gateway: the engine checks
/// it against payment and order, and a fact that it knows already changes nothing. Of a file that a
/// person gave, every fact says so: such a file is evidence, and not the gateway's voice (rule 12).
/// A run ends only after the broker has all of its facts.
public final class BreakSubmitter {
    private static final int AT_ONCE = 100;

    private final Runs runs;
    private final Breaks breaks;
    private final BiFunction<QueueName, OutgoingMessage, SendResult> sender;

    /// @param sender the broker's; blocks until it knows, or knows that it does not
    public BreakSubmitter(
            Runs runs, Breaks breaks, BiFunction<QueueName, OutgoingMessage, SendResult> sender) {
        this.runs = runs;
        this.breaks = breaks;
        this.sender = sender;
    }

    /// @return `Accepted` when the broker has everything; else what it said of the first it has not
    public SendResult tell(RunClaim claim, GatewayClient gateway, Progress progress) {
        var facts = breaks.forEngine(claim, "", AT_ONCE);
        while (!facts.isEmpty()) {
            var sent = new ArrayList<String>();
            for (var fact : facts) {
                var result = send(claim, gateway, fact);
                if (!(result instanceof SendResult.Accepted)) {
                    note(claim, progress, sent);
                    return result;
                }
                sent.add(fact.breakId());
                runs.beat(claim, progress);
            }
            note(claim, progress, sent);
            facts = breaks.forEngine(claim, facts.getLast().breakId(), AT_ONCE);
        }
        return new SendResult.Accepted();
    }

    private void note(RunClaim claim, Progress progress, List<String> sent) {
        if (!sent.isEmpty()) {
            runs.write(
                    claim,
                    progress,
                    () -> {
                        breaks.sent(sent);
                        return true;
                    });
        }
    }

    private static FactSource source(StatementOrigin origin) {
        return switch (origin) {
            case FETCHED -> FactSource.STATEMENT;
            case UPLOADED -> FactSource.UPLOAD;
        };
    }

    /// Run and difference together are the name under which the broker swallows a repeat.
    private SendResult send(RunClaim claim, GatewayClient gateway, Fact learned) {
        var fact =
                new PaymentFact(
                        gateway.code(),
                        gateway.merchant(),
                        new PaymentNo(learned.paymentNo()),
                        learned.kind(),
                        learned.money(),
                        new TransactionId(learned.transactionId()),
                        learned.refundNo(),
                        learned.occurredAt(),
                        source(claim.origin()));
        var message =
                new OutgoingMessage(
                        fact.messageId().value(),
                        claim.runId() + ":" + learned.breakId(),
                        FactCodec.encode(fact),
                        Map.of(),
                        MessageType.PAYMENT_FACT.name());
        return sender.apply(QueueName.PAYMENT_REISSUE, message);
    }
}
