package dev.consign.engine.simulation;

import dev.consign.engine.simulation.FakeGateway.Account;
import dev.consign.engine.simulation.FakeGateway.State;
import dev.consign.engine.simulation.store.Bug;
import dev.consign.engine.simulation.store.Tables.Task;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.task.TaskKind;
import java.util.List;

/// The reconciler: asks the gateway what it has to ask, and says what it learned as the gateway's
/// own answer.
final class Asker {
    private final World world;

    Asker(World world) {
        this.world = world;
    }

    /// Does one task, or finds that it has tried often enough, or fetches a line of the statement.
    void work() {
        if (world.random.nextInt(12) == 0) {
            var lines = world.gateway.statement();
            if (!lines.isEmpty()) {
                world.wire.add(world.any(lines));
                world.note("fetches a line of the statement");
            }
            return;
        }
        var tasks = world.store.tasks();
        if (tasks.isEmpty()) {
            return;
        }
        var task = world.any(tasks);
        if (!task.waiting || task.due.isAfter(world.clock.now)) {
            return;
        }
        var dice = world.random.nextInt(8);
        if (dice == 0) {
            exhaust(task);
        } else if (dice < 3) {
            world.note("no answer to " + task.kind + " " + task.reference);
            if (world.bug() == Bug.TIMEOUT_IS_FAILURE && task.kind == TaskKind.QUERY) {
                var account = world.gateway.account(task.payment);
                world.wire.add(
                        FakeGateway.fact(account, FactKind.FAILED, account.amount, null, null)
                                .from(FactSource.QUERY));
            }
        } else if (!answer(task)) {
            exhaust(task);
        }
    }

    /// Every task that is due.
    void workAll() {
        for (var task : List.copyOf(world.store.tasks())) {
            if (task.waiting && !task.due.isAfter(world.clock.now) && !answer(task)) {
                exhaust(task);
            }
        }
    }

    private void exhaust(Task task) {
        world.note("exhausted " + task.kind + " " + task.reference);
        world.store.exhaust(task);
    }

    /// @return false when the gateway refuses
    private boolean answer(Task task) {
        var account = world.gateway.account(task.payment);
        if (world.trace != null) {
            world.note("answer " + task.kind + " " + task.reference + " " + account.state);
        }
        return switch (task.kind) {
            case QUERY -> {
                world.wire.answer(FakeGateway.word(account));
                yield true;
            }
            case CLOSE -> {
                if (account.state == State.OPEN || account.state == State.ABSENT) {
                    account.state = State.CLOSED;
                }
                world.wire.answer(FakeGateway.word(account));
                yield true;
            }
            case REFUND -> giveBack(account, task);
        };
    }

    private boolean giveBack(Account account, Task task) {
        var given = account.given(task.reference);
        if (given != null) {
            if (given.back) {
                return false;
            }
            world.wire.answer(FakeGateway.returned(account, given));
            return true;
        }
        var refund = world.store.refund(task);
        if (refund == null
                || account.taken(refund.transactionId()) == null
                || refund.amount().minor() > account.free()) {
            return false;
        }
        world.wire.answer(
                world.gateway.give(account, refund.refundNo().value(), refund.amount(), true));
        return true;
    }
}
