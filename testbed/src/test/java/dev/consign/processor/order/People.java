package dev.consign.processor.order;

import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.id.RefundNo;
import dev.consign.money.Money;
import dev.consign.order.Instruction;
import dev.consign.order.OrderStatus;
import dev.consign.order.Ruling;
import dev.consign.payment.RefundUse;
import dev.consign.processor.order.FakeGateway.Account;
import org.jspecify.annotations.Nullable;

/// What buyers, support, finance and the clock want done: often the wrong thing, and again when
/// they got no answer.
final class People {
    private static final RefundUse[] USES = RefundUse.values();

    private final World world;

    People(World world) {
        this.world = world;
    }

    void instruct(OrderNo order) {
        var random = world.random;
        Instruction wish =
                switch (random.nextInt(8)) {
                    case 0 -> new Instruction.Cancel(order);
                    case 1 -> new Instruction.Deliver(order);
                    case 2 -> new Instruction.GiveUp(order);
                    case 3 ->
                            new Instruction.TryAgain(
                                    order,
                                    world.nextPayment(),
                                    Names.GATEWAY,
                                    Names.MERCHANT,
                                    world.clock.now.plus(World.TIME_TO_PAY),
                                    world.clock.now.plus(World.FIRST_QUERY));
                    case 4 -> keep(order);
                    default -> back(order);
                };
        carryOut(wish, wish instanceof Instruction.Cancel ? "SHOP" : "MANUAL", true);
    }

    private Instruction keep(OrderNo order) {
        for (var task : world.store.tasks()) {
            if (task.kind == Tables.TaskKind.REFUND) {
                var account = world.gateway.account(task.payment);
                return new Instruction.KeepMoney(account.order, new RefundNo(task.reference));
            }
        }
        return back(order);
    }

    private Instruction back(OrderNo order) {
        var random = world.random;
        @Nullable PaymentNo payment = null;
        @Nullable Account paid = null;
        for (var account : world.gateway.all()) {
            if (account.order.equals(order) && !account.taken.isEmpty()) {
                paid = account;
                payment = random.nextBoolean() ? account.payment : payment;
            }
        }
        var amount =
                paid == null || random.nextBoolean()
                        ? null
                        : new Money(
                                paid.amount.currency(),
                                1 + random.nextLong(paid.amount.minor() * 5 / 4));
        var use = random.nextInt(3) == 0 ? USES[random.nextInt(USES.length)] : null;
        return new Instruction.ReturnMoney(order, payment, use, null, amount);
    }

    /// Shows orders to a person that nobody could close in time.
    void overdue() {
        var order = world.any(world.gateway.all()).order;
        overdue(order);
    }

    void overdueAll() {
        world.gateway.all().stream().map(one -> one.order).distinct().forEach(this::overdue);
    }

    private void overdue(OrderNo order) {
        if (carryOut(new Instruction.Overdue(order), "CLOCK", false)
                && world.bug() == Bug.STOCK_RELEASED_ON_SILENCE) {
            carryOut(new Instruction.GiveUp(order), "CLOCK", false);
        }
    }

    /// @return whether it was done
    private boolean carryOut(Instruction wish, String source, boolean mayCrash) {
        var crash = mayCrash && world.random.nextInt(10) == 0;
        var done = world.store.carryOut(wish, source, crash);
        if (world.trace != null) {
            world.note(wish + " -> " + (done == null ? "lost" : done.ruling()));
        }
        if (done == null) {
            return false;
        }
        if (done.ruling() instanceof Ruling.Attempt attempt) {
            world.attempted(attempt);
        }
        return !(done.ruling() instanceof Ruling.Refused)
                && done.order().status() == OrderStatus.IN_REVIEW;
    }
}
