package dev.consign.processor.review;

import dev.consign.id.GatewayCode;
import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.id.RefundNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import dev.consign.order.Instruction;
import dev.consign.order.Outcome;
import dev.consign.order.Ruling;
import dev.consign.order.Situation;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.payment.Payment;
import dev.consign.payment.PaymentFact;
import dev.consign.processor.evidence.Evidence;
import dev.consign.processor.evidence.Evidence.EvidenceView;
import dev.consign.processor.order.Door;
import dev.consign.processor.order.Judgement;
import dev.consign.processor.order.Signature;
import dev.consign.processor.order.Situations;
import dev.consign.processor.problem.ApiFailure;
import dev.consign.processor.problem.Fields;
import java.time.InstantSource;
import java.util.Currency;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/// Does what somebody decided about a case, in their transaction. Everything goes through the door,
/// under the same rules as a gateway's word: no person can pay an order a second time (incident
/// P2), or return more than was paid. Who wanted it and why is kept with every move.
final class CaseWork {
    private final Door door;
    private final Situations situations;
    private final Evidence evidence;
    private final InstantSource clock;

    CaseWork(Door door, Situations situations, Evidence evidence, InstantSource clock) {
        this.door = door;
        this.situations = situations;
        this.evidence = evidence;
        this.clock = clock;
    }

    /// @return the refund that was asked for, or accepted; null for none
    /// @throws ApiFailure when it cannot be done; the caller rolls back
    @Nullable RefundNo perform(CaseRow row, Wish wish, Signature by) {
        return switch (wish.action()) {
            case NONE -> null;
            case REFUND ->
                    carryOut(CaseInstructions.refund(row, situation(row), wish.amount()), by);
            case DELIVER -> carryOut(new Instruction.Deliver(orderNo(row)), by);
            case GIVE_UP -> carryOut(new Instruction.GiveUp(orderNo(row)), by);
            case KEEP_MONEY -> {
                var keep =
                        CaseInstructions.keep(row)
                                .orElseThrow(() -> impossible("This case is about no refund."));
                carryOut(keep, by);
                yield null;
            }
            case ASK_AGAIN -> {
                askAgain(row);
                yield null;
            }
            case CONFIRM_PAID -> {
                confirm(row, wish, FactKind.PAID, by);
                yield null;
            }
            case CONFIRM_CLOSED -> {
                confirm(row, wish, FactKind.CLOSED, by);
                yield null;
            }
            case ACCEPT_REFUND -> accept(row, by);
        };
    }

    private @Nullable RefundNo carryOut(Instruction instruction, Signature by) {
        var done = door.carryOut(instruction, by).orElseThrow(CaseWork::noOrder);
        if (done.ruling() instanceof Ruling.Refused(var reason, var why)) {
            throw refusal(instruction, reason, why);
        }
        return done.refundNo();
    }

    private void askAgain(CaseRow row) {
        var question =
                CaseInstructions.question(row.kind())
                        .orElseThrow(() -> impossible("This case is about no question."));
        if (!door.askAgain(question, row.subject())) {
            throw impossible("The gateway is being asked, or there is nothing left to ask.");
        }
    }

    /// Says what the gateway did, as its people say it, and makes sure that it is so afterwards.
    private void confirm(CaseRow row, Wish wish, FactKind kind, Signature by) {
        var payment = meant(row, situation(row), wish, kind);
        var judged =
                door.confirm(
                        new PaymentFact(
                                payment.gateway(),
                                payment.merchant(),
                                payment.paymentNo(),
                                kind,
                                payment.amount(),
                                wish.transactionId(),
                                null,
                                clock.instant(),
                                FactSource.MANUAL),
                        by);
        var now = situation(row).payment(payment.paymentNo());
        if (!asWished(judged, kind, wish, now)) {
            throw new ApiFailure(
                    HttpStatus.CONFLICT,
                    "not_confirmed",
                    "It was judged %s: %s. Nothing was changed."
                            .formatted(judged.outcome(), judged.why()));
        }
    }

    private static boolean asWished(Judgement judged, FactKind kind, Wish wish, Payment now) {
        return switch (judged.outcome()) {
            case APPLIED, STALE, DUPLICATE ->
                    kind == FactKind.PAID
                            ? Objects.equals(wish.transactionId(), now.paidBy())
                            : now.status().endedUnpaid();
            case CONFLICT, MISMATCH, UNKNOWN_ORDER, PARKED -> false;
        };
    }

    /// The payment that is named, by the person or by the case; else the only one it can be.
    private static Payment meant(CaseRow row, Situation situation, Wish wish, FactKind kind) {
        @Nullable String named =
                wish.paymentNo() == null ? row.paymentNo : wish.paymentNo().value();
        var candidates =
                situation.payments().stream()
                        .filter(one ->
                                named == null
                                        ? CaseInstructions.canBe(kind, one)
                                        : one.paymentNo().value().equals(named))
                        .toList();
        return switch (candidates.size()) {
            case 1 -> candidates.getFirst();
            case 0 -> throw impossible("No payment of this order can be that.");
            default ->
                    throw Fields.invalid("paymentNo must say which payment of the order is meant");
        };
    }

    /// Money went back that nobody had asked for. It is asked back now, under a number of ours, and
    /// at once said to have gone: books and funds are right, and no gateway is asked.
    private RefundNo accept(CaseRow row, Signature by) {
        var line =
                CaseInstructions.unexpected(row, evidence)
                        .orElseThrow(
                                () -> impossible("This case is about no money that was returned."));
        var situation = situation(row);
        var payment = situation.payment(new PaymentNo(line.paymentNo()));
        var amount = money(line);
        var refundNo =
                Objects.requireNonNull(
                        carryOut(CaseInstructions.accept(situation, payment, amount), by));
        var judged =
                door.confirm(
                        new PaymentFact(
                                new GatewayCode(line.gateway()),
                                payment.merchant(),
                                payment.paymentNo(),
                                FactKind.REFUNDED,
                                amount,
                                new TransactionId(Objects.requireNonNull(line.transactionId())),
                                refundNo.value(),
                                line.occurredAt(),
                                FactSource.MANUAL),
                        by);
        if (judged.outcome() != Outcome.APPLIED) {
            throw new ApiFailure(HttpStatus.CONFLICT, "not_confirmed", judged.why() + ".");
        }
        return refundNo;
    }

    private Situation situation(CaseRow row) {
        return situations.of(orderNo(row)).orElseThrow(CaseWork::noOrder);
    }

    private static OrderNo orderNo(CaseRow row) {
        return row.order().orElseThrow(CaseWork::noOrder);
    }

    static Money money(EvidenceView line) {
        return new Money(
                Currency.getInstance(line.amount().currency()),
                Objects.requireNonNull(line.amount().minor()));
    }

    private static ApiFailure noOrder() {
        return impossible("This case is about no order that is known here.");
    }

    private static ApiFailure impossible(String why) {
        return new ApiFailure(HttpStatus.CONFLICT, "not_possible", why);
    }

    private static ApiFailure refusal(Instruction wish, Ruling.Reason reason, String why) {
        return switch (reason) {
            case WRONG_CURRENCY ->
                    new ApiFailure(HttpStatus.UNPROCESSABLE_CONTENT, "wrong_currency", why);
            case TOO_MUCH ->
                    wish instanceof Instruction.ReturnMoney back && back.amount() == null
                            ? new ApiFailure(
                                    HttpStatus.CONFLICT,
                                    "nothing_to_refund",
                                    "No money of this order is held.")
                            : new ApiFailure(HttpStatus.CONFLICT, "refund_too_large", why);
            case OUT_OF_STOCK -> new ApiFailure(HttpStatus.CONFLICT, "out_of_stock", why);
            case NOT_FOUND, WRONG_STATE, TOO_MANY_ATTEMPTS -> impossible(why);
        };
    }
}
