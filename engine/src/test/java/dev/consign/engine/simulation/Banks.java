package dev.consign.engine.simulation;

import dev.consign.engine.simulation.FakeGateway.Account;
import dev.consign.engine.simulation.FakeGateway.State;
import dev.consign.engine.simulation.FakeGateway.Taken;
import dev.consign.money.Money;
import dev.consign.payment.DisputeStatus;

/// What happens to money at the gateway without our asking: refunds of its own dashboard, refunds
/// that a bank sends back, disputes, and amounts that are put right.
final class Banks {
    private final World world;

    Banks(World world) {
        this.world = world;
    }

    void act() {
        switch (world.random.nextInt(7)) {
            case 0, 1 -> give();
            case 2 -> sendBack();
            case 3 -> contest();
            case 4, 5 -> end();
            default -> putRight();
        }
    }

    private void give() {
        var account = world.account(one -> one.state == State.PAID && one.free() > 0);
        if (account != null) {
            give(account);
        }
    }

    /// Returns money of the payment, whole or in part. Numbers are unique within a payment only
    /// (incident Q4).
    void give(Account account) {
        var money = part(account);
        var number = world.random.nextInt(4) == 0 ? null : "D" + account.given.size();
        world.note("gives back unasked " + money + " as " + number, account, 0);
        world.wire.say(world.gateway.give(account, number, money, false));
    }

    private Money part(Account account) {
        var free = account.free();
        var minor = world.random.nextBoolean() ? free : 1 + world.random.nextLong(free);
        return new Money(account.amount.currency(), minor);
    }

    private void sendBack() {
        var account = world.account(one -> one.given.stream().anyMatch(given -> !given.back));
        if (account != null) {
            var given = world.any(account.given.stream().filter(one -> !one.back).toList());
            given.back = true;
            world.note("the bank sends back " + given.number(), account, 0);
            world.wire.say(FakeGateway.cameBack(account, given));
        }
    }

    private void contest() {
        var account = world.account(one -> one.state == State.PAID && one.free() > 0);
        if (account != null) {
            var known = account.contested.size();
            var number = known == 0 && world.random.nextInt(4) == 0 ? null : "C" + known;
            var money = part(account);
            world.note("contested " + money + " as " + number, account, 0);
            world.wire.say(world.gateway.contest(account, number, money));
        }
    }

    private void end() {
        var account =
                world.account(one ->
                        one.contested.stream().anyMatch(it -> it.status == DisputeStatus.OPENED));
        if (account != null) {
            var contested =
                    world.any(
                            account.contested.stream()
                                    .filter(it -> it.status == DisputeStatus.OPENED)
                                    .toList());
            contested.status = world.random.nextBoolean() ? DisputeStatus.WON : DisputeStatus.LOST;
            world.note(account.name(contested) + " is " + contested.status, account, 0);
            world.wire.say(FakeGateway.word(account, contested, contested.end()));
        }
    }

    private void putRight() {
        var account = world.account(one -> one.taken.stream().anyMatch(Banks::isWrong));
        if (account != null) {
            var taken = account.taken.stream().filter(Banks::isWrong).findFirst().orElseThrow();
            taken.say(taken.money);
            world.note("puts right " + taken.id, account, 0);
            world.wire.say(FakeGateway.paid(account, taken));
        }
    }

    private static boolean isWrong(Taken taken) {
        return !taken.said.equals(taken.money);
    }
}
