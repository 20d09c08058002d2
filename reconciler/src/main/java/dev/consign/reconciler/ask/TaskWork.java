package dev.consign.reconciler.ask;

import dev.consign.id.GatewayCode;
import dev.consign.reconciler.guard.GuardedGateway;
import dev.consign.reconciler.guard.GuardedGateways;
import dev.consign.reconciler.task.Claims;
import dev.consign.reconciler.task.Errand;
import dev.consign.reconciler.task.TaskClaim;
import dev.consign.reconciler.task.Written;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/// Uses one slot of one task: calls the gateway, tells the engine what it learned, and only then
/// counts the attempt. What could not be told is as good as never learned: the slot stays unused.
public final class TaskWork {
    private final Claims claims;
    private final GuardedGateways gateways;
    private final FactPost post;
    private final Timetable timetable;
    private final TaskMeters meters;
    private final Querying querying;
    private final Closing closing;
    private final Refunding refunding;

    /// When slots are.
    ///
    /// @param retryDelay before a slot that could not be used is tried again
    /// @param jitter the part of a delay that is left to chance
    /// @param random for the jitter
    public record Timetable(
            Schedules schedules,
            Duration retryDelay,
            double jitter,
            InstantSource clock,
            RandomGenerator random) {}

    public TaskWork(
            Claims claims,
            GuardedGateways gateways,
            FactPost post,
            Timetable timetable,
            TaskMeters meters) {
        this.claims = claims;
        this.gateways = gateways;
        this.post = post;
        this.timetable = timetable;
        this.meters = meters;
        this.querying = new Querying(meters);
        this.closing = new Closing(meters);
        this.refunding = new Refunding(meters);
    }

    /// @throws dev.consign.sql.DatabaseDown when what came of it could not be written: the lease
    ///   runs out, and the same slot is used again under the same names
    void use(TaskClaim claim) {
        meters.claimed();
        if (!timetable.clock().instant().isBefore(claim.leaseUntil())) {
            meters.lost();
            return;
        }
        var slot =
                gateways.named(claim.gateway())
                        .map(gateway -> done(claim, gateway))
                        .orElseGet(() -> new Slot.NoWord("no gateway of this name is configured"));
        switch (slot) {
            case Slot.Learned learned -> {
                post.tell(learned.fact(), claim.duplicateId(learned.fact().kind()));
                count(claim, learned.fact().kind().name(), learned.ends());
            }
            case Slot.NoWord(var answer) -> count(claim, answer, false);
            case Slot.Refused(var why) -> giveUp(claim, why);
            case Slot.Unused(var why) -> handBack(claim, why);
        }
    }

    /// Gives a task back that was claimed and not begun, so that somebody else can ask at once.
    void giveBack(TaskClaim claim) {
        var now = timetable.clock().instant();
        note(claims.handBack(claim, now, "not asked: the asker was stopped"));
    }

    /// @return gateways not to be asked now
    List<GatewayCode> leftAlone() {
        return gateways.leftAlone();
    }

    private Slot done(TaskClaim claim, GuardedGateway gateway) {
        return switch (claim.errand()) {
            case Errand.Query query -> querying.use(claim, gateway, query);
            case Errand.Close(var amount) -> closing.use(claim, gateway, amount);
            case Errand.Refund(var request) -> refunding.use(claim, gateway, request);
            case Errand.Impossible(var why) -> new Slot.NoWord(why);
        };
    }

    private void handBack(TaskClaim claim, String why) {
        var steady = timetable.retryDelay();
        var pause = new BackOff(steady, 1, steady, timetable.jitter());
        note(claims.handBack(claim, next(pause, 1), why));
    }

    /// An answer that ends the task gets one slot more than the schedule has, since the engine
    /// needs a moment to delete it; if the task is still there then, the engine did not take the
    /// answer, and a person must look.
    private void count(TaskClaim claim, String answer, boolean ends) {
        var schedule = timetable.schedules().of(claim.kind());
        var attempts = claim.attempts() + 1;
        var last = ends ? schedule.maxAttempts() + 1 : schedule.maxAttempts();
        if (attempts >= last) {
            giveUp(claim, answer);
            return;
        }
        var pause =
                new BackOff(
                        schedule.firstDelay(),
                        schedule.multiplier(),
                        schedule.cap(),
                        timetable.jitter());
        note(claims.count(claim, next(pause, attempts), answer));
    }

    private Instant next(BackOff pause, int attempts) {
        return timetable.clock().instant().plus(pause.after(attempts, timetable.random()));
    }

    private void giveUp(TaskClaim claim, String answer) {
        var written = claims.exhaust(claim, answer);
        if (written == Written.MINE) {
            meters.exhausted();
        }
        note(written);
    }

    private void note(Written written) {
        switch (written) {
            case MINE -> {}
            case LOST -> meters.lost();
        }
    }
}
