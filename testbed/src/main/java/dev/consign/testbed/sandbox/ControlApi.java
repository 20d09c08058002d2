package dev.consign.testbed.sandbox;

import dev.consign.testbed.sandbox.account.Amount;
import dev.consign.testbed.sandbox.account.Dispute;
import dev.consign.testbed.sandbox.account.Event;
import dev.consign.testbed.sandbox.account.Payment;
import dev.consign.testbed.sandbox.account.Payment.Status;
import dev.consign.testbed.sandbox.account.Payments;
import dev.consign.testbed.sandbox.callback.Callbacks;
import dev.consign.testbed.sandbox.callback.Events;
import dev.consign.testbed.sandbox.callback.Teller;
import dev.consign.testbed.sandbox.callback.Telling;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Plays the buyer and the bad day. Not part of what a gateway offers, hence without a key.
final class ControlApi {
    private final Payments payments;
    private final Refunds refunds;
    private final Events events;
    private final Callbacks callbacks;
    private final Teller teller;
    private final Questions questions;
    private final AtomicReference<Faults> faults;
    private final JsonMapper json;

    ControlApi(
            Payments payments,
            Refunds refunds,
            Events events,
            Callbacks callbacks,
            Questions questions,
            AtomicReference<Faults> faults,
            JsonMapper json) {
        this.payments = payments;
        this.refunds = refunds;
        this.events = events;
        this.callbacks = callbacks;
        this.teller = new Teller(callbacks);
        this.questions = questions;
        this.faults = faults;
        this.json = json;
    }

    /// Body of `pay`, beside how it is told.
    ///
    /// @param minor what the buyer really pays, in the smallest unit; what is due when left out
    /// @param amount what the callback says instead of the truth; asking still tells the truth
    /// @param unlessEnded the buyer finds no way to pay what has failed or is closed; money comes
    ///   all the same when left out
    record Pay(@Nullable Long minor, @Nullable Amount amount, @Nullable Boolean unlessEnded) {}

    /// Body of a refund in the gateway's own dashboard, beside how it is told.
    ///
    /// @param amount all that is left when left out
    /// @param refundNo a number of the gateway's own when left out
    record NewRefund(@Nullable Amount amount, @Nullable String refundNo) {}

    /// Body of `dispute`, `dispute/won` and `dispute/lost`, beside how it is told.
    ///
    /// @param amount all that is left when left out; nothing to a dispute that is there already
    /// @param disputeNo a number of the gateway's own when left out; of an end, the open dispute's
    record NewDispute(@Nullable Amount amount, @Nullable String disputeNo) {}

    /// Body of `events`, beside how it is told: signed and posted as it stands, be it nonsense.
    ///
    /// @param type any text
    /// @param data any JSON
    /// @param body the very text to be posted, in the place of type and data
    /// @param notifyUrl where to; when left out, where callbacks of the payment in `data` go, or of
    ///   the newest payment
    record NewEvent(
            @Nullable String type,
            @Nullable JsonNode data,
            @Nullable String body,
            @Nullable URI notifyUrl) {}

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
        var notifyUrl = Json.web("notifyUrl", wanted.notifyUrl());
        for (var one : Json.present("payments", wanted.payments())) {
            var paymentNo = Json.text("paymentNo", one.paymentNo(), 64);
            var amount = Json.present("amount", one.amount());
            if (payments.create(paymentNo, amount, notifyUrl, "") != null && one.paid()) {
                payments.pay(paymentNo, null, false);
            }
        }
        return stats();
    }

    /// A payment that is paid already is told of once more: a gateway that repeats itself.
    Reply pay(String paymentNo, String body) {
        var how = Json.read(json, body, Telling.class);
        var wanted = Json.read(json, body, Pay.class);
        var paid =
                payments.pay(paymentNo, wanted.minor(), Boolean.TRUE.equals(wanted.unlessEnded()));
        var payment = paid.payment();
        var said = wanted.amount() == null ? paid.charge().amount() : wanted.amount();
        var event = events.paid(payment, paid.charge(), said);
        teller.tell(how, event, events.ofStatus("payment.pending", payment));
        return told(payment, event, Map.of("transactionId", paid.charge().transactionId()));
    }

    Reply fail(String paymentNo, String body) {
        return end(paymentNo, Status.FAILED, "payment.failed", body);
    }

    Reply expire(String paymentNo, String body) {
        return end(paymentNo, Status.CLOSED, "payment.closed", body);
    }

    private Reply end(String paymentNo, Status end, String type, String body) {
        var how = Json.read(json, body, Telling.class);
        var payment = payments.end(paymentNo, end);
        if (payment.status() != end) {
            throw Payments.already(payment);
        }
        var event = events.ofStatus(type, payment);
        teller.tell(how, event, events.ofStatus("payment.pending", payment));
        return told(payment, event, Map.of());
    }

    Reply refund(String paymentNo, String body) {
        var how = Json.read(json, body, Telling.class);
        var wanted = Json.read(json, body, NewRefund.class);
        var refundNo =
                wanted.refundNo() == null ? null : Json.text("refundNo", wanted.refundNo(), 64);
        return told(refunds.fromDashboard(paymentNo, refundNo, wanted.amount(), how));
    }

    Reply failRefund(String paymentNo, String refundNo, String body) {
        return told(refunds.fail(paymentNo, refundNo, Json.read(json, body, Telling.class)));
    }

    Reply makeRefund(String paymentNo, String refundNo) {
        return Reply.json(200, refunds.make(paymentNo, refundNo));
    }

    private static Reply told(Refunds.Told refund) {
        var what =
                Map.of(
                        "refundNo", refund.refund().refundNo(),
                        "amount", refund.refund().amount(),
                        "refundStatus", refund.refund().stage());
        return told(refund.payment(), refund.event(), what);
    }

    Reply dispute(String paymentNo, String body) {
        var how = Json.read(json, body, Telling.class);
        var wanted = Json.read(json, body, NewDispute.class);
        var done = payments.dispute(paymentNo, disputeNo(wanted), wanted.amount());
        var event = events.disputed(done.payment(), done.dispute());
        teller.tell(how, event, events.paid(done.payment()));
        return told(done, event);
    }

    /// @param end won or lost
    Reply endDispute(String paymentNo, Dispute.Status end, String body) {
        var how = Json.read(json, body, Telling.class);
        var wanted = Json.read(json, body, NewDispute.class);
        var done = payments.endDispute(paymentNo, disputeNo(wanted), end);
        var event = events.disputeEnded(done.payment(), done.dispute());
        teller.tell(how, event, events.disputed(done.payment(), done.dispute()));
        return told(done, event);
    }

    private static @Nullable String disputeNo(NewDispute wanted) {
        return wanted.disputeNo() == null ? null : Json.text("disputeNo", wanted.disputeNo(), 64);
    }

    private static Reply told(Payments.Disputed done, Event event) {
        var what =
                Map.of(
                        "disputeNo", done.dispute().disputeNo(),
                        "amount", done.dispute().amount(),
                        "disputeStatus", done.dispute().status());
        return told(done.payment(), event, what);
    }

    private static Reply told(Payment payment, Event event, Map<String, Object> what) {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("paymentNo", payment.paymentNo());
        answer.put("status", payment.status());
        answer.putAll(what);
        answer.put("webhookId", event.webhookId());
        return Reply.json(200, answer);
    }

    /// Each is an event of its own, whatever it says.
    Reply event(String body) {
        var how = Json.read(json, body, Telling.class);
        var wanted = Json.read(json, body, NewEvent.class);
        var url = url(wanted);
        var event =
                wanted.body() == null
                        ? events.madeUp(url, Json.present("type", wanted.type()), wanted.data())
                        : events.madeUp(url, wanted.body());
        teller.tell(how, event, event);
        return Reply.json(200, Map.of("webhookId", event.webhookId()));
    }

    private URI url(NewEvent wanted) {
        if (wanted.notifyUrl() != null) {
            return Json.web("notifyUrl", wanted.notifyUrl());
        }
        var paymentNo = wanted.data() == null ? "" : wanted.data().path("paymentNo").asString("");
        var payment = payments.find(paymentNo);
        return payment == null
                ? Json.present("notifyUrl", payments.newestUrl())
                : payment.notifyUrl();
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
