package dev.consign.engine.simulation;

import dev.consign.engine.OrderProcessor.CarriedOut;
import dev.consign.engine.simulation.FakeGateway.Account;
import dev.consign.engine.simulation.store.Bug;
import dev.consign.engine.simulation.store.Names;
import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.id.RefundNo;
import dev.consign.money.Money;
import dev.consign.order.Command;
import dev.consign.order.Decision;
import dev.consign.order.OrderStatus;
import dev.consign.payment.PaymentFact;
import dev.consign.payment.RefundUse;
import dev.consign.task.TaskKind;
import java.util.function.Supplier;
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
        Command wish =
                switch (random.nextInt(10)) {
                    case 0, 1 -> new Command.Cancel(order);
                    case 2 -> new Command.Deliver(order);
                    case 3 -> new Command.Deliver(order, null, true);
                    case 4 -> new Command.CloseUndeliverable(order);
                    case 5 ->
                            new Command.TryAgain(
                                    order,
                                    world.nextPayment(),
                                    Names.GATEWAY,
                                    Names.MERCHANT,
                                    world.clock.now.plus(World.TIME_TO_PAY),
                                    world.clock.now.plus(World.FIRST_QUERY));
                    case 6 -> keep(order);
                    default -> back(order);
                };
        if (mayBeTricked(wish)) {
            return;
        }
        carryOut(wish, wish instanceof Command.Cancel ? "SHOP" : "MANUAL", true);
    }

    /// Whoever hands out goods, or money, by hand looks first whether the gateway has it.
    boolean mayBeTricked(Command wish) {
        return (wish instanceof Command.Deliver || wish instanceof Command.ReturnMoney)
                && world.gateway.of(wish.orderNo()).stream()
                        .flatMap(one -> world.lies.signedOf(one.payment).stream())
                        .anyMatch(id -> world.auditor.money().isBooked(world.store.tables(), id));
    }

    private Command keep(OrderNo order) {
        for (var task : world.store.tasks()) {
            if (task.kind == TaskKind.REFUND) {
                var account = world.gateway.account(task.payment);
                return new Command.KeepMoney(account.order, new RefundNo(task.reference));
            }
        }
        return back(order);
    }

    private Command back(OrderNo order) {
        var random = world.random;
        @Nullable PaymentNo payment = null;
        @Nullable Account paid = null;
        for (var account : world.gateway.of(order)) {
            if (!account.taken.isEmpty()) {
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
        return new Command.ReturnMoney(order, payment, use, null, amount);
    }

    /// Says what the gateway did, truly or not.
    void say(PaymentFact fact) {
        var before = world.auditor.words().before(world.store.tables(), fact);
        var crash = world.random.nextInt(10) == 0;
        var processed = world.store.confirm(fact, crash);
        world.note(
                "ann says "
                        + Wire.text(fact)
                        + " -> "
                        + (processed == null ? "lost" : processed.outcome()));
        if (processed != null) {
            world.auditor.processed(processed);
            before.compare(world.store.tables(), processed);
        }
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
        var done = carryOut(new Command.Overdue(order), "CLOCK", false);
        if (done != null
                && !(done.decision() instanceof Decision.Refused)
                && done.order().status() == OrderStatus.IN_REVIEW
                && world.bug() == Bug.STOCK_RELEASED_ON_SILENCE) {
            carryOut(new Command.CloseUndeliverable(order), "CLOCK", false);
        }
    }

    /// @return null when it was lost
    @Nullable CarriedOut carryOut(Command wish, String source, boolean mayCrash) {
        var crash = mayCrash && world.random.nextInt(10) == 0;
        return watched(wish, () -> world.store.carryOut(wish, source, crash));
    }

    /// Closes the case with it.
    @Nullable CarriedOut resolve(String caseKey, Command wish) {
        var crash = world.random.nextInt(10) == 0;
        return watched(wish, () -> world.store.resolve(caseKey, wish, crash));
    }

    private @Nullable CarriedOut watched(Command wish, Supplier<@Nullable CarriedOut> act) {
        var before = world.auditor.words().before(world.store.tables(), wish.orderNo());
        var done = act.get();
        if (world.trace != null) {
            world.note(wish + " -> " + (done == null ? "lost" : done.decision()));
        }
        if (done != null) {
            before.compare(world.store.tables());
            world.auditor.decided(wish, done.decision());
            if (done.decision() instanceof Decision.Attempt attempt) {
                world.attempted(attempt);
            }
        }
        return done;
    }
}
