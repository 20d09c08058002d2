package dev.consign.engine.simulation;

import dev.consign.engine.OrderProcessor.CarriedOut;
import dev.consign.engine.simulation.FakeGateway.Account;
import dev.consign.engine.simulation.FakeGateway.State;
import dev.consign.engine.simulation.store.Tables.CaseFile;
import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.id.RefundNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import dev.consign.order.CaseKind;
import dev.consign.order.Command;
import dev.consign.order.Decision;
import dev.consign.order.Doubt;
import dev.consign.payment.DisputeStatus;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.payment.PaymentFact;
import dev.consign.payment.RefundStatus;
import dev.consign.payment.RefundUse;
import dev.consign.task.TaskKind;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// People who resolve cases, with the actions that the product offers for each kind; now and then
/// the wrong one. What nobody else looks after keeps its case.
final class Desk {
    private final World world;
    private final People people;

    Desk(World world, People people) {
        this.world = world;
        this.people = people;
    }

    void work() {
        var open =
                world.store.tables().cases.entrySet().stream()
                        .filter(one -> one.getValue().open && one.getValue().order != null)
                        .map(Map.Entry::getKey)
                        .toList();
        if (!open.isEmpty()) {
            var key = world.any(open);
            world.note("desk: " + key);
            resolve(key, Objects.requireNonNull(world.store.tables().cases.get(key)));
        }
    }

    private void resolve(String key, CaseFile file) {
        var order = Objects.requireNonNull(file.order);
        if (world.random.nextInt(6) == 0) {
            world.store.close(key);
            world.note("  nothing");
            reopenIfUnwatched(key, order);
            return;
        }
        switch (file.kind) {
            case UNEXPECTED_REFUND -> unexpectedRefund(key, file);
            case DISPUTE -> dispute(key, file);
            case SECOND_PAYMENT, MISMATCH -> held(key, file);
            case REFUND_RETURNED -> act(key, returned(file, order));
            case REFUND_FAILED -> refundFailed(key, order);
            case UNCONFIRMED -> unconfirmed(key, file);
            case REQUERY_EXHAUSTED -> exhausted(key, file, TaskKind.QUERY);
            case CLOSE_EXHAUSTED -> exhausted(key, file, TaskKind.CLOSE);
            case OVERDUE -> act(key, new Command.CloseUndeliverable(order));
            case CONFLICT,
                    UNKNOWN_ORDER,
                    UNKNOWN_CALLBACK,
                    NOTIFICATION_FAILED,
                    ENDPOINT_DISABLED -> {
                // Only to be looked at.
            }
        }
    }

    private void unexpectedRefund(String key, CaseFile file) {
        var order = Objects.requireNonNull(file.order);
        var accept = accept(file, order);
        switch (world.random.nextInt(5)) {
            case 0 -> act(key, new Command.Deliver(order, file.payment, true));
            case 1 -> whole(key, file);
            default -> {
                // Hardly anybody accepts what the gateway's own pages do not show.
                if (accept != null && (happened(file) || world.random.nextInt(4) == 0)) {
                    act(key, accept);
                }
            }
        }
    }

    /// Returns what the payment holds, all of it at once: with a part left, or an order that would
    /// wait for nobody, the case would have to stay open, and its money in doubt, while money of it
    /// goes back, which is refused.
    private void whole(String key, CaseFile file) {
        var order = Objects.requireNonNull(file.order);
        if (world.store.tables().row(order).payments.stream().anyMatch(Unwatched::isEmptied)) {
            return;
        }
        for (var payment : List.copyOf(world.store.tables().row(order).payments)) {
            var held = payment.funds().held();
            if (payment.paymentNo().equals(file.payment)
                    && held.isPositive()
                    && held.minor() <= payment.amount().minor()) {
                act(
                        key,
                        new Command.ReturnMoney(
                                order, payment.paymentNo(), RefundUse.HELD, null, held));
            }
        }
    }

    private static @Nullable Command accept(CaseFile file, OrderNo order) {
        var doubt = file.doubt;
        return doubt == null
                        || doubt.fact() == null
                        || !doubt.fact().takesMoney()
                        || doubt.money() == null
                        || doubt.number() == null
                ? null
                : new Command.AcceptRefund(
                        order,
                        doubt.paymentNo(),
                        doubt.transactionId() == null
                                ? new TransactionId("-")
                                : doubt.transactionId(),
                        doubt.number(),
                        doubt.money());
    }

    private boolean happened(CaseFile file) {
        var number = String.valueOf(Objects.requireNonNull(file.doubt).number());
        var account = world.gateway.accounts.get(file.payment);
        return account != null
                && (account.given(number) != null || account.contested(number) != null);
    }

    private void dispute(String key, CaseFile file) {
        var order = Objects.requireNonNull(file.order);
        if (isOpenDispute(file)) {
            acceptLoss(key, file);
        } else if (world.random.nextBoolean()) {
            act(key, new Command.Deliver(order));
        } else {
            whole(key, file);
        }
    }

    /// Nothing can be done with the money before the gateway has said how it ended.
    private boolean isOpenDispute(CaseFile file) {
        var doubt = Objects.requireNonNull(file.doubt);
        return world.store.tables().rowOf(doubt.paymentNo()).disputes.stream()
                .anyMatch(one ->
                        one.paymentNo().equals(doubt.paymentNo())
                                && one.disputeNo().equals(doubt.number())
                                && one.status() == DisputeStatus.OPENED);
    }

    /// The gateway's people say so, and it is so.
    private void acceptLoss(String key, CaseFile file) {
        var doubt = Objects.requireNonNull(file.doubt);
        var account = world.gateway.account(doubt.paymentNo());
        var contested = account.contested(String.valueOf(doubt.number()));
        if (contested != null && contested.status == DisputeStatus.LOST) {
            world.store.close(key);
            people.say(
                    FakeGateway.word(account, contested, FactKind.DISPUTE_LOST)
                            .from(FactSource.MANUAL));
            reopenIfUnwatched(key, account.order);
        }
    }

    private void held(String key, CaseFile file) {
        var order = Objects.requireNonNull(file.order);
        var doubt = file.doubt;
        if (doubt == null
                || doubt.transactionId() == null
                || doubt.money() == null
                || (doubt.fact() != null && doubt.fact().takesMoney())) {
            act(key, held(order));
            return;
        }
        switch (world.random.nextInt(3)) {
            case 0 ->
                    act(
                            key,
                            file.kind == CaseKind.MISMATCH
                                    ? new Command.Deliver(order, file.payment, true)
                                    : new Command.Deliver(order));
            case 1 ->
                    act(
                            key,
                            new Command.ReturnMoney(
                                    order,
                                    doubt.paymentNo(),
                                    RefundUse.HELD,
                                    doubt.transactionId(),
                                    covered(doubt)));
            default -> {
                if (world.lies.isSigned(doubt.transactionId())) {
                    act(
                            key,
                            new Command.ReverseCollection(
                                    order,
                                    doubt.paymentNo(),
                                    doubt.transactionId(),
                                    doubt.money()));
                }
            }
        }
    }

    /// What the case is about where that is held; else whatever there is.
    private @Nullable Money covered(Doubt doubt) {
        var money = Objects.requireNonNull(doubt.money());
        for (var payment : world.store.tables().rowOf(doubt.paymentNo()).payments) {
            if (payment.paymentNo().equals(doubt.paymentNo())) {
                return payment.funds().held().minor() >= money.minor() ? money : null;
            }
        }
        return null;
    }

    private Command returned(CaseFile file, OrderNo order) {
        var doubt = file.doubt;
        return doubt == null || doubt.money() == null
                ? held(order)
                : new Command.ReturnMoney(
                        order, file.payment, RefundUse.HELD, null, covered(doubt));
    }

    private static Command held(OrderNo order) {
        return new Command.ReturnMoney(order, null, RefundUse.HELD, null, null);
    }

    private void refundFailed(String key, OrderNo order) {
        var number = key.substring(key.indexOf(':') + 1);
        switch (world.random.nextInt(3)) {
            case 0 -> act(key, held(order));
            case 1 -> act(key, new Command.KeepMoney(order, new RefundNo(number)));
            default -> ask(key, order, () -> world.store.askAgain(order, TaskKind.REFUND, number));
        }
    }

    private void unconfirmed(String key, CaseFile file) {
        var payment = Objects.requireNonNull(file.payment);
        if (world.random.nextBoolean()) {
            ask(key, Objects.requireNonNull(file.order), () -> world.store.confirmAgain(payment));
        } else {
            claim(payment);
        }
    }

    private void exhausted(String key, CaseFile file, TaskKind question) {
        var order = Objects.requireNonNull(file.order);
        var payment = Objects.requireNonNull(file.payment);
        switch (world.random.nextInt(3)) {
            case 0 -> act(key, new Command.CloseUndeliverable(order));
            case 1 -> ask(key, order, () -> world.store.askAgain(order, question, payment.value()));
            default -> claim(payment);
        }
    }

    /// Says that the gateway has the money, or that it has closed the payment: the latter only when
    /// it is so, since that is believed.
    private void claim(PaymentNo payment) {
        var account = world.gateway.account(payment);
        if (account.state == State.CLOSED) {
            people.say(said(account, FactKind.CLOSED, null));
        } else {
            people.say(
                    said(
                            account,
                            FactKind.PAID,
                            account.taken.isEmpty()
                                    ? world.lies.inventedTransaction(account)
                                    : account.taken.getLast().id));
        }
    }

    private static PaymentFact said(
            Account account, FactKind kind, @Nullable TransactionId transaction) {
        return FakeGateway.fact(account, kind, account.amount, transaction, null)
                .from(FactSource.MANUAL);
    }

    private void act(String key, Command wish) {
        if (people.mayBeTricked(wish)) {
            return;
        }
        var done = people.resolve(key, wish);
        if (done != null && !(done.decision() instanceof Decision.Refused)) {
            reopenIfUnwatched(key, wish.orderNo());
        }
    }

    private interface Asking {
        boolean ask();
    }

    private void ask(String key, OrderNo order, Asking asking) {
        world.store.close(key);
        if (asking.ask()) {
            world.note("  asked again");
            reopenIfUnwatched(key, order);
        } else {
            world.store.reopen(key);
        }
    }

    private void reopenIfUnwatched(String key, OrderNo order) {
        var tables = world.store.tables();
        if (!tables.hasOpenCase(key) && Unwatched.any(tables, tables.row(order))) {
            world.note("  stays open");
            world.store.reopen(key);
        }
    }

    /// Takes back what was booked and never happened (rule 18).
    void putRight() {
        for (var account : world.gateway.all()) {
            var tables = world.store.tables();
            var row = tables.byPayment.get(account.payment);
            if (row == null) {
                continue;
            }
            for (var id : world.lies.signedOf(account.payment)) {
                takeBack(account, id, world.auditor.money().booked(tables, id));
            }
            for (var taken : account.taken) {
                takeBack(
                        account,
                        taken.id,
                        world.auditor.money().booked(tables, taken.id) - taken.money.minor());
            }
            for (var refund : List.copyOf(row.refunds)) {
                if (refund.status() == RefundStatus.SUCCEEDED
                        && refund.gatewayRefundNo() != null
                        && world.lies.isRefund(account.payment, refund.gatewayRefundNo())) {
                    correct(new Command.ReverseRefund(account.order, refund.refundNo()));
                }
            }
        }
    }

    private void takeBack(Account account, TransactionId id, long tooMuch) {
        if (tooMuch > 0) {
            correct(
                    new Command.ReverseCollection(
                            account.order,
                            account.payment,
                            id,
                            new Money(account.amount.currency(), tooMuch)));
        }
    }

    private @Nullable CarriedOut correct(Command wish) {
        return people.carryOut(wish, "MANUAL", false);
    }
}
