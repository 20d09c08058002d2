package dev.consign.testbed.sandbox;

import dev.consign.testbed.sandbox.account.Amount;
import dev.consign.testbed.sandbox.account.Charge;
import dev.consign.testbed.sandbox.account.Dispute;
import dev.consign.testbed.sandbox.account.Payment;
import dev.consign.testbed.sandbox.account.Payment.Status;
import dev.consign.testbed.sandbox.account.Payments;
import dev.consign.testbed.sandbox.account.Tombstone;
import dev.consign.testbed.sandbox.callback.Callbacks;
import dev.consign.testbed.sandbox.callback.Events;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// What the shop may call; every request may be repeated without a second effect.
final class ShopApi {
    private final Payments payments;
    private final Events events;
    private final Callbacks callbacks;
    private final Refunds refunds;
    private final JsonMapper json;
    private final URI self;

    ShopApi(
            Payments payments,
            Events events,
            Callbacks callbacks,
            Refunds refunds,
            JsonMapper json,
            URI self) {
        this.payments = payments;
        this.events = events;
        this.callbacks = callbacks;
        this.refunds = refunds;
        this.json = json;
        this.self = self;
    }

    /// Body of `POST /payments`.
    record NewPayment(
            @Nullable String paymentNo,
            @Nullable Amount amount,
            @Nullable URI notifyUrl,
            @Nullable String subject,
            @Nullable URI returnUrl) {}

    /// Body of `POST /payments/{no}/close`, which may be left out.
    ///
    /// @param amount what was to be collected, remembered if the number has never been seen
    record NewClose(@Nullable Amount amount) {}

    /// Body of `POST /payments/{no}/refunds`.
    ///
    /// @param transactionId the gateway's number of the payment; may be left out
    record NewRefund(
            @Nullable String refundNo,
            @Nullable String transactionId,
            @Nullable Amount amount,
            @Nullable String reason) {}

    Reply create(String body, Faults faults) {
        var request = Json.read(json, body, NewPayment.class);
        var paymentNo = Json.text("paymentNo", request.paymentNo(), 64);
        var notifyUrl = Json.web("notifyUrl", request.notifyUrl());
        var subject = request.subject() == null ? "" : request.subject();
        var amount = Json.present("amount", request.amount());
        var returnUrl =
                request.returnUrl() == null ? null : Json.web("returnUrl", request.returnUrl());
        var created = payments.create(paymentNo, amount, notifyUrl, subject, returnUrl);
        if (created == null) {
            return Reply.json(201, Map.of("paymentNo", paymentNo, "status", Status.CLOSED));
        }
        if (created.isNew() && faults.payOnCreate()) {
            var paid = payments.pay(paymentNo, null, false);
            callbacks.order(events.paid(paid.payment()), 0).join();
        }
        var answer = new LinkedHashMap<String, Object>();
        answer.put("paymentNo", paymentNo);
        answer.put("status", created.payment().status());
        if (created.payment().status() == Status.PENDING) {
            answer.put("payUrl", self.resolve("/pay/" + paymentNo));
        }
        return Reply.json(201, answer);
    }

    Reply get(String paymentNo) {
        var tombstone = payments.tombstone(paymentNo);
        return Reply.json(200, tombstone == null ? view(payments.get(paymentNo)) : view(tombstone));
    }

    /// A number that was never seen is closed too: a request to collect that is still on its way
    /// finds it so.
    Reply close(String paymentNo, String body) {
        var amount = Json.read(json, body, NewClose.class).amount();
        var tombstone = payments.closeUnseen(Json.text("paymentNo", paymentNo, 64), amount);
        if (tombstone != null) {
            return Reply.json(200, view(tombstone));
        }
        var payment = payments.end(paymentNo, Status.CLOSED);
        return Reply.json(payment.status() == Status.PAID ? 409 : 200, view(payment));
    }

    Reply refund(String paymentNo, String body) {
        var request = Json.read(json, body, NewRefund.class);
        var refundNo = Json.text("refundNo", request.refundNo(), 64);
        var refund =
                refunds.ask(
                        paymentNo,
                        request.transactionId(),
                        refundNo,
                        Json.present("amount", request.amount()));
        var answer = new LinkedHashMap<String, Object>();
        answer.put("refundNo", refundNo);
        answer.put("paymentNo", paymentNo);
        answer.put("status", refund.stage());
        answer.put("amount", refund.amount());
        answer.put("transactionId", refund.transactionId());
        return switch (refund.stage()) {
            case ACCEPTED -> Reply.json(202, answer);
            case REFUNDED -> {
                answer.put("refundedAt", refund.at());
                yield Reply.json(201, answer);
            }
            // Nothing is left to be done under this number: the money is the payment's again.
            case FAILED -> {
                answer.put("failedAt", refund.at());
                yield Reply.json(200, answer);
            }
        };
    }

    private static Map<String, Object> view(Tombstone tombstone) {
        var view = new LinkedHashMap<String, Object>();
        view.put("paymentNo", tombstone.paymentNo());
        view.put("status", Status.CLOSED);
        if (tombstone.amount() != null) {
            view.put("amount", tombstone.amount());
        }
        view.put("refunds", List.of());
        return view;
    }

    /// Amount and transaction are those of the last money that came, as in the callback of it; all
    /// that came stands under `charges`.
    private static Map<String, Object> view(Payment payment) {
        var view = new LinkedHashMap<String, Object>();
        view.put("paymentNo", payment.paymentNo());
        view.put("status", payment.status());
        var charge = payment.lastCharge();
        if (charge == null) {
            view.put("amount", payment.amount());
        } else {
            view.put("amount", charge.amount());
            view.put("transactionId", charge.transactionId());
            view.put("paidAt", charge.at());
            view.put("asked", payment.amount());
        }
        view.put("charges", payment.charges().stream().map(ShopApi::view).toList());
        view.put("refunds", payment.refunds().stream().map(ShopApi::view).toList());
        view.put("disputes", payment.disputes().stream().map(ShopApi::view).toList());
        return view;
    }

    private static Map<String, Object> view(Charge charge) {
        var view = new LinkedHashMap<String, Object>();
        view.put("transactionId", charge.transactionId());
        view.put("amount", charge.amount());
        view.put("paidAt", charge.at());
        return view;
    }

    private static Map<String, Object> view(Payment.Refund refund) {
        var view = new LinkedHashMap<String, Object>();
        view.put("refundNo", refund.refundNo());
        view.put("transactionId", refund.transactionId());
        view.put("amount", refund.amount());
        view.put("status", refund.stage());
        view.put("at", refund.at());
        return view;
    }

    private static Map<String, Object> view(Dispute dispute) {
        var view = new LinkedHashMap<String, Object>();
        view.put("disputeNo", dispute.disputeNo());
        view.put("amount", dispute.amount());
        view.put("status", dispute.status());
        view.put("at", dispute.endedAt() == null ? dispute.openedAt() : dispute.endedAt());
        return view;
    }
}
