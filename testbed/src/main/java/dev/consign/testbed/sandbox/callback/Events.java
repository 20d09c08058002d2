package dev.consign.testbed.sandbox.callback;

import dev.consign.testbed.sandbox.account.Amount;
import dev.consign.testbed.sandbox.account.Charge;
import dev.consign.testbed.sandbox.account.Dispute;
import dev.consign.testbed.sandbox.account.Entry;
import dev.consign.testbed.sandbox.account.Event;
import dev.consign.testbed.sandbox.account.Journal;
import dev.consign.testbed.sandbox.account.Payment;
import dev.consign.testbed.sandbox.account.TransactionIds;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Makes the events that callbacks tell of; the same happening is always the same event.
public final class Events {
    private final Map<String, Event> byKey = new LinkedHashMap<>();
    private final Journal journal;
    private final InstantSource clock;
    private final TransactionIds ids;
    private final JsonMapper json;

    public Events(
            Collection<Event> replayed,
            Journal journal,
            InstantSource clock,
            TransactionIds ids,
            JsonMapper json) {
        replayed.forEach(event -> byKey.put(event.key(), event));
        this.journal = journal;
        this.clock = clock;
        this.ids = ids;
        this.json = json;
    }

    /// @param type `payment.pending`, `payment.failed` or `payment.closed`
    public Event ofStatus(String type, Payment payment) {
        return happened(
                type,
                payment,
                amountIn(payment.amount()),
                data(payment, payment.amount(), transactionOf(payment), clock.instant()));
    }

    /// @param amount what the callback says was paid, which may be a lie
    public Event paid(Payment payment, Charge charge, Amount amount) {
        return happened(
                "payment.paid",
                payment,
                charge.transactionId() + "/" + amountIn(amount),
                data(payment, amount, charge.transactionId(), charge.at()));
    }

    /// The last money that came.
    public Event paid(Payment payment) {
        var charge = payment.lastCharge();
        return charge == null
                ? ofStatus("payment.pending", payment)
                : paid(payment, charge, charge.amount());
    }

    public Event refunded(Payment payment, Payment.Refund refund) {
        var at = refund.madeAt() == null ? refund.askedAt() : refund.madeAt();
        return ofRefund("payment.refunded", payment, refund, at);
    }

    public Event refundFailed(Payment payment, Payment.Refund refund) {
        return ofRefund("refund.failed", payment, refund, refund.at());
    }

    private Event ofRefund(String type, Payment payment, Payment.Refund refund, Instant at) {
        var data = data(payment, refund.amount(), refund.transactionId(), at);
        data.put("refundNo", refund.refundNo());
        return happened(type, payment, refund.refundNo(), data);
    }

    public Event disputed(Payment payment, Dispute dispute) {
        return ofDispute("payment.disputed", payment, dispute, dispute.openedAt());
    }

    /// @param dispute that was won or lost
    public Event disputeEnded(Payment payment, Dispute dispute) {
        var type =
                dispute.status() == Dispute.Status.WON
                        ? "payment.dispute_won"
                        : "payment.dispute_lost";
        var at = dispute.endedAt();
        return ofDispute(type, payment, dispute, at == null ? dispute.openedAt() : at);
    }

    /// Names the payment's transaction: that is what the bank disputes.
    private Event ofDispute(String type, Payment payment, Dispute dispute, Instant at) {
        var data = data(payment, dispute.amount(), transactionOf(payment), at);
        data.put("disputeNo", dispute.disputeNo());
        return happened(type, payment, dispute.disputeNo(), data);
    }

    /// An event that somebody made up; every one is new.
    ///
    /// @param data as it is posted; left out when null
    public Event madeUp(URI url, String type, @Nullable JsonNode data) {
        var body = new LinkedHashMap<String, Object>();
        body.put("type", type);
        body.put("timestamp", clock.instant().toString());
        if (data != null) {
            body.put("data", data);
        }
        return madeUp(url, json.writeValueAsString(body));
    }

    /// @param body posted as it stands, be it JSON or not
    public Event madeUp(URI url, String body) {
        var id = ids.next("evt");
        return stored("made up/" + id, id, url, body);
    }

    private static @Nullable String transactionOf(Payment payment) {
        var charge = payment.lastCharge();
        return charge == null ? null : charge.transactionId();
    }

    private static String amountIn(Amount amount) {
        return amount.currency() + amount.minor();
    }

    private static Map<String, Object> data(
            Payment payment, Amount amount, @Nullable String transactionId, Instant at) {
        var data = new LinkedHashMap<String, Object>();
        data.put("paymentNo", payment.paymentNo());
        if (transactionId != null) {
            data.put("transactionId", transactionId);
        }
        data.put("amount", amount);
        data.put("occurredAt", at.toString());
        data.put("memo", payment.subject());
        return data;
    }

    /// @param which of all events of this type and payment
    private synchronized Event happened(
            String type, Payment payment, String which, Map<String, Object> data) {
        var key = "%s/%s/%s".formatted(type, payment.paymentNo(), which);
        var known = byKey.get(key);
        if (known != null) {
            return known;
        }
        var body = new LinkedHashMap<String, Object>();
        body.put("type", type);
        body.put("timestamp", clock.instant().toString());
        body.put("data", data);
        return stored(key, ids.next("evt"), payment.notifyUrl(), json.writeValueAsString(body));
    }

    private synchronized Event stored(String key, String id, URI url, String body) {
        var event = new Event(key, id, url, body);
        journal.append(new Entry.EventMade(event));
        byKey.put(key, event);
        return event;
    }
}
