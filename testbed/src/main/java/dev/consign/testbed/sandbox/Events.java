package dev.consign.testbed.sandbox;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Makes the events that callbacks tell of; the same happening is always the same event.
final class Events {
    private final Map<String, Event> byKey = new LinkedHashMap<>();
    private final Journal journal;
    private final InstantSource clock;
    private final TransactionIds ids;
    private final JsonMapper json;

    Events(
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
    Event ofStatus(String type, Payment payment) {
        return event(type, payment, payment.amount(), payment.transactionId(), clock.instant());
    }

    /// @param amount what the callback says was paid, which may be a lie
    Event paid(Payment payment, Amount amount) {
        var at = payment.paidAt();
        return event(
                "payment.paid",
                payment,
                amount,
                payment.transactionId(),
                at == null ? clock.instant() : at);
    }

    synchronized Event refunded(Payment payment, Payment.Refund refund) {
        var data = data(payment, refund.amount(), refund.transactionId(), refund.at());
        data.put("refundNo", refund.refundNo());
        var key = "payment.refunded/%s/%s".formatted(payment.paymentNo(), refund.refundNo());
        return stored(key, "payment.refunded", payment, data);
    }

    private synchronized Event event(
            String type,
            Payment payment,
            Amount amount,
            @Nullable String transactionId,
            Instant at) {
        var key =
                "%s/%s/%s%d"
                        .formatted(type, payment.paymentNo(), amount.currency(), amount.minor());
        return stored(key, type, payment, data(payment, amount, transactionId, at));
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

    private Event stored(String key, String type, Payment payment, Map<String, Object> data) {
        var known = byKey.get(key);
        if (known != null) {
            return known;
        }
        var body = new LinkedHashMap<String, Object>();
        body.put("type", type);
        body.put("timestamp", clock.instant().toString());
        body.put("data", data);
        var event =
                new Event(key, ids.next("evt"), payment.notifyUrl(), json.writeValueAsString(body));
        journal.append(new Entry.EventMade(event));
        byKey.put(key, event);
        return event;
    }
}
