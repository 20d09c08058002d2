package dev.consign.testbed.sandbox;

import dev.consign.testbed.sandbox.Payment.Status;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Plays the buyer and the bad day. Not part of what a gateway offers, hence without a key.
final class ControlApi {
    private static final int SHUFFLE_MS = 300;

    private final Payments payments;
    private final Events events;
    private final Callbacks callbacks;
    private final Questions questions;
    private final AtomicReference<Faults> faults;
    private final JsonMapper json;

    ControlApi(
            Payments payments,
            Events events,
            Callbacks callbacks,
            Questions questions,
            AtomicReference<Faults> faults,
            JsonMapper json) {
        this.payments = payments;
        this.events = events;
        this.callbacks = callbacks;
        this.questions = questions;
        this.faults = faults;
        this.json = json;
    }

    /// Body of `pay`, `fail` and `expire`; what is left out has its simplest meaning.
    ///
    /// @param callbacks copies of the same event, posted at the same time; 1 when left out
    /// @param delayMs before the first of them
    /// @param outOfOrder copies are shuffled in time and a `payment.pending` comes after them
    /// @param lose nothing is posted, only asking tells
    /// @param amount what the callback says instead of the truth; asking still tells the truth
    record Telling(
            @Nullable Integer callbacks,
            @Nullable Integer delayMs,
            @Nullable Boolean outOfOrder,
            @Nullable Boolean lose,
            @Nullable Amount amount) {
        int copies() {
            return bounded("callbacks", callbacks, 1, 100);
        }

        int delay() {
            return bounded("delayMs", delayMs, 0, 3_600_000);
        }

        private static int bounded(String field, @Nullable Integer value, int least, int most) {
            if (value == null) {
                return least;
            }
            if (value < least || value > most) {
                throw new Refusal(400, "bad_request", field + " must be " + least + " to " + most);
            }
            return value;
        }
    }

    /// Body of `faults`; what is left out is switched off.
    record NewFaults(
            @Nullable Integer latencyMs,
            @Nullable Double errorRate,
            @Nullable Boolean hang,
            @Nullable Boolean payOnCreate,
            @Nullable Boolean refuseRefunds,
            @Nullable Integer refundAfterMs,
            @Nullable Boolean loseRefundCallbacks) {}

    /// Body of `payments`: many at once, as if the shop had asked for each.
    ///
    /// @param notifyUrl of all of them
    record NewPayments(@Nullable URI notifyUrl, @Nullable List<Planned> payments) {}

    /// @param paid the buyer has paid it, and nobody is told who does not ask
    record Planned(@Nullable String paymentNo, @Nullable Amount amount, boolean paid) {}

    Reply create(String body) {
        var wanted = Json.read(json, body, NewPayments.class);
        var notifyUrl = Json.present("notifyUrl", wanted.notifyUrl());
        for (var one : Json.present("payments", wanted.payments())) {
            var paymentNo = Json.text("paymentNo", one.paymentNo(), 64);
            var amount = Json.present("amount", one.amount());
            if (payments.create(paymentNo, amount, notifyUrl, "") != null && one.paid()) {
                payments.pay(paymentNo);
            }
        }
        return stats();
    }

    /// A payment that is paid already is told of once more: a gateway that repeats itself.
    Reply pay(String paymentNo, String body) {
        var telling = Json.read(json, body, Telling.class);
        telling.copies();
        var payment = payments.pay(paymentNo);
        var amount = telling.amount() == null ? payment.amount() : telling.amount();
        return tell(payment, events.paid(payment, amount), telling);
    }

    Reply fail(String paymentNo, String body) {
        return end(paymentNo, Status.FAILED, "payment.failed", body);
    }

    Reply expire(String paymentNo, String body) {
        return end(paymentNo, Status.CLOSED, "payment.closed", body);
    }

    private Reply end(String paymentNo, Status end, String type, String body) {
        var telling = Json.read(json, body, Telling.class);
        var payment = payments.end(paymentNo, end);
        if (payment.status() != end) {
            throw new Refusal(
                    409,
                    "already_" + payment.status().name().toLowerCase(Locale.ROOT),
                    "payment " + paymentNo + " is " + payment.status());
        }
        return tell(payment, events.ofStatus(type, payment), telling);
    }

    private Reply tell(Payment payment, Event event, Telling telling) {
        boolean shuffled = Boolean.TRUE.equals(telling.outOfOrder());
        if (!Boolean.TRUE.equals(telling.lose())) {
            for (int i = 0; i < telling.copies(); i++) {
                int shift = shuffled ? ThreadLocalRandom.current().nextInt(SHUFFLE_MS) : 0;
                var _ = callbacks.order(event, telling.delay() + shift);
            }
            if (shuffled) {
                var late = events.ofStatus("payment.pending", payment);
                var _ = callbacks.order(late, telling.delay() + SHUFFLE_MS);
            }
        }
        var answer = new LinkedHashMap<String, Object>();
        answer.put("paymentNo", payment.paymentNo());
        answer.put("status", payment.status());
        if (payment.transactionId() != null) {
            answer.put("transactionId", payment.transactionId());
        }
        answer.put("webhookId", event.webhookId());
        return Reply.json(200, answer);
    }

    Reply setFaults(String body) {
        var wanted = Json.read(json, body, NewFaults.class);
        faults.set(
                new Faults(
                        wanted.latencyMs() == null ? 0 : wanted.latencyMs(),
                        wanted.errorRate() == null ? 0 : wanted.errorRate(),
                        Boolean.TRUE.equals(wanted.hang()),
                        Boolean.TRUE.equals(wanted.payOnCreate()),
                        Boolean.TRUE.equals(wanted.refuseRefunds()),
                        wanted.refundAfterMs() == null ? 0 : wanted.refundAfterMs(),
                        Boolean.TRUE.equals(wanted.loseRefundCallbacks())));
        return faults();
    }

    Reply faults() {
        return Reply.json(200, faults.get());
    }

    Reply questions() {
        return Reply.json(200, questions.count());
    }

    Reply forgetQuestions() {
        questions.forget();
        return questions();
    }

    Reply stats() {
        var byStatus = new TreeMap<Status, Integer>();
        for (var payment : new ArrayList<>(payments.all())) {
            byStatus.merge(payment.status(), 1, Integer::sum);
        }
        return Reply.json(
                200, Map.of("callbacks", callbacks.stats().snapshot(), "payments", byStatus));
    }
}
