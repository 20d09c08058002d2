package dev.consign.processor.backoffice.cases;

import dev.consign.engine.Actor;
import dev.consign.engine.FactResult;
import dev.consign.engine.OrderContextReader;
import dev.consign.engine.OrderProcessor;
import dev.consign.id.OrderNo;
import dev.consign.id.RefundNo;
import dev.consign.order.CaseKind;
import dev.consign.order.Command;
import dev.consign.order.Decision;
import dev.consign.order.Doubt;
import dev.consign.order.OrderContext;
import dev.consign.order.Outcome;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.payment.Payment;
import dev.consign.payment.PaymentFact;
import dev.consign.platform.refusal.Refused;
import dev.consign.processor.backoffice.cases.stored.CaseRow;
import dev.consign.task.TaskKind;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Does what somebody decided about a case, in their transaction. Everything goes through the
/// engine, under the same rules as a gateway's word: no person can pay an order a second time
/// (incident P2), or return more than was paid. Who wanted it and why is kept with every move.
@Component
final class CaseService {
    private final OrderProcessor processor;
    private final OrderContextReader situations;
    private final InstantSource clock;

    CaseService(OrderProcessor processor, OrderContextReader situations, InstantSource clock) {
        this.processor = processor;
        this.situations = situations;
        this.clock = clock;
    }

    /// What came of it.
    ///
    /// @param refundNo that was asked for, or accepted; null for none
    /// @param waits whether the case stays open until the gateway, or the rest of the money, has
    ///   come
    record Done(@Nullable RefundNo refundNo, boolean waits) {
        static final Done NOTHING = new Done(null, false);
    }

    /// @throws Refused when it cannot be done; the caller rolls back
    Done perform(CaseRow row, Resolution wish, Actor by) {
        return switch (wish.action()) {
            case NONE -> Done.NOTHING;
            case REFUND -> {
                var context = undisputed(row);
                yield carriedOut(CaseCommands.refund(row, context, wish.amount()), by);
            }
            case DELIVER -> {
                undisputed(row);
                yield carriedOut(CaseCommands.deliver(row, orderNo(row)), by);
            }
            case GIVE_UP -> carriedOut(new Command.CloseUndeliverable(orderNo(row)), by);
            case KEEP_MONEY ->
                    carriedOut(CaseCommands.keep(row), "This case is about no refund.", by);
            case REVERSE ->
                    carriedOut(
                            CaseCommands.reverse(row),
                            "This case is about no money that was booked.",
                            by);
            case ACCEPT_REFUND ->
                    carriedOut(
                            CaseCommands.accept(row),
                            "This case is about no money that was returned.",
                            by);
            case WAIT -> {
                if (!CaseCommands.waits(row, context(row))) {
                    throw impossible("There is no rest to wait for.");
                }
                yield new Done(null, true);
            }
            case ACCEPT_LOSS -> {
                lose(row, by);
                yield Done.NOTHING;
            }
            case ASK_AGAIN -> {
                askAgain(row);
                yield Done.NOTHING;
            }
            case CONFIRM_PAID -> new Done(null, confirm(row, wish, FactKind.PAID, by));
            case CONFIRM_CLOSED -> new Done(null, confirm(row, wish, FactKind.CLOSED, by));
        };
    }

    private Done carriedOut(Optional<? extends Command> command, String otherwise, Actor by) {
        return carriedOut(command.orElseThrow(() -> impossible(otherwise)), by);
    }

    private Done carriedOut(Command command, Actor by) {
        return new Done(carryOut(command, by), false);
    }

    private @Nullable RefundNo carryOut(Command command, Actor by) {
        var done = processor.carryOut(command, by).orElseThrow(CaseService::noOrder);
        if (done.decision() instanceof Decision.Refused refused) {
            throw new Refused(new CaseRefusal.Forbidden(command, refused));
        }
        return done.refundNo();
    }

    private void askAgain(CaseRow row) {
        if (row.kind() == CaseKind.UNCONFIRMED) {
            if (row.payment().filter(processor::confirmAgain).isEmpty()) {
                throw impossible("There is nothing left to ask.");
            }
            return;
        }
        var question =
                CaseCommands.question(row.kind())
                        .orElseThrow(() -> impossible("This case is about no question."));
        if (!processor.askAgain(orderNo(row), question, row.subject())) {
            throw CaseCommands.doubt(row, context(row))
                    .filter(_ -> question == TaskKind.REFUND)
                    .map(CaseService::inDoubt)
                    .orElseGet(() ->
                            impossible(
                                    "The gateway is being asked, or there is nothing left to ask."));
        }
    }

    private static Refused inDoubt(Doubt doubt) {
        return new Refused(new CaseRefusal.InDoubt(doubt));
    }

    /// Contested money is nobody's to spend, whoever closes the case (rule 13).
    private OrderContext undisputed(CaseRow row) {
        var context = context(row);
        if (CaseCommands.isOpenDispute(row, context)) {
            throw impossible("The gateway has yet to say how the dispute ends.");
        }
        return context;
    }

    /// Says what the gateway did, as its people say it, and makes sure that it is so afterwards, or
    /// that the gateway is being asked (docs/rules.md, rule 12).
    ///
    /// @return whether it is being asked
    private boolean confirm(CaseRow row, Resolution wish, FactKind kind, Actor by) {
        var payment = meant(row, context(row), wish, kind);
        if (kind == FactKind.PAID
                && !CaseCommands.canBe(kind, payment)
                && !Objects.equals(wish.transactionId(), payment.paidBy())) {
            throw notConfirmed(
                    "The payment was paid before, by another transaction. Nothing was changed.");
        }
        var processed =
                processor.confirm(
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
        if (processed.outcome() == Outcome.CONFIRMING) {
            return true;
        }
        var now = context(row).payment(payment.paymentNo());
        if (!asWished(processed, kind, wish, now)) {
            throw notConfirmed(
                    "Its outcome was %s: %s. Nothing was changed."
                            .formatted(processed.outcome(), processed.why()));
        }
        return false;
    }

    private static boolean asWished(
            FactResult processed, FactKind kind, Resolution wish, Payment now) {
        return switch (processed.outcome()) {
            case APPLIED, STALE, DUPLICATE ->
                    kind == FactKind.PAID
                            ? Objects.equals(wish.transactionId(), now.paidBy())
                            : now.status().endedUnpaid();
            case CONFLICT, MISMATCH, UNKNOWN_ORDER, CONFIRMING, PARKED -> false;
        };
    }

    /// The payment that is named, by the person or by the case; else the only one it can be.
    private static Payment meant(
            CaseRow row, OrderContext context, Resolution wish, FactKind kind) {
        @Nullable String named =
                wish.paymentNo() == null ? row.paymentNo : wish.paymentNo().value();
        var candidates =
                context.payments().stream()
                        .filter(one ->
                                named == null
                                        ? CaseCommands.canBe(kind, one)
                                        : one.paymentNo().value().equals(named))
                        .toList();
        return switch (candidates.size()) {
            case 1 -> candidates.getFirst();
            case 0 -> throw impossible("No payment of this order can be that.");
            default -> throw new Refused(new CaseRefusal.PaymentNotNamed());
        };
    }

    /// The same as the gateway's own word that the dispute was lost.
    private void lose(CaseRow row, Actor by) {
        var context = context(row);
        if (!CaseCommands.isOpenDispute(row, context)) {
            throw impossible("This case is about no open dispute.");
        }
        var payment = context.payment(row.payment().orElseThrow());
        var processed =
                processor.confirm(
                        new PaymentFact(
                                payment.gateway(),
                                payment.merchant(),
                                payment.paymentNo(),
                                FactKind.DISPUTE_LOST,
                                row.money().orElseThrow(),
                                row.transaction().orElse(null),
                                null,
                                row.number,
                                clock.instant(),
                                FactSource.MANUAL),
                        by);
        if (processed.outcome() != Outcome.APPLIED) {
            throw notConfirmed(processed.why() + ".");
        }
    }

    private OrderContext context(CaseRow row) {
        return situations.of(orderNo(row)).orElseThrow(CaseService::noOrder);
    }

    private static OrderNo orderNo(CaseRow row) {
        return row.order().orElseThrow(CaseService::noOrder);
    }

    private static Refused noOrder() {
        return impossible("This case is about no order that is known here.");
    }

    private static Refused impossible(String why) {
        return new Refused(new CaseRefusal.NotPossible(why));
    }

    private static Refused notConfirmed(String why) {
        return new Refused(new CaseRefusal.NotConfirmed(why));
    }
}
