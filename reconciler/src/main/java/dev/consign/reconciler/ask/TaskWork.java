package dev.consign.reconciler.ask;

import dev.consign.id.GatewayCode;
import dev.consign.platform.worker.BackOff;
import dev.consign.platform.worker.LeaseCheck;
import dev.consign.reconciler.guard.GuardedGateway;
import dev.consign.reconciler.guard.GuardedGateways;
import dev.consign.reconciler.task.Claims;
import dev.consign.reconciler.task.TaskClaim;
import dev.consign.reconciler.task.TaskPayload;
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
    private final FactSender post;
    private final Timetable timetable;
    private final TaskMeters meters;
    private final QueryTask querying;
    private final CloseTask closing;
    private final RefundTask refunding;

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
            FactSender post,
            Timetable timetable,
            TaskMeters meters) {
        this.claims = claims;
        this.gateways = gateways;
        this.post = post;
        this.timetable = timetable;
        this.meters = meters;
        this.querying = new QueryTask(meters);
        this.closing = new CloseTask(meters);
        this.refunding = new RefundTask(meters);
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
                        .orElseGet(() ->
                                new TaskResult.NoAnswer("no gateway of this name is configured"));
        switch (slot) {
            case TaskResult.Learned learned -> {
                post.tell(learned.fact(), claim.duplicateId(learned.fact().kind()));
                count(claim, learned.fact().kind().name(), learned.ends());
            }
            case TaskResult.NoAnswer(var answer) -> count(claim, answer, false);
            case TaskResult.Refused(var why) -> giveUp(claim, why);
            case TaskResult.Unused(var why) -> handBack(claim, why);
        }
    }

    /// Gives a task back that was claimed and not begun, so that somebody else can ask at once.
    void giveBack(TaskClaim claim) {
        var now = timetable.clock().instant();
        countLost(claims.handBack(claim, now, "not asked: the asker was stopped"));
    }

    /// @return gateways not to be asked now
    List<GatewayCode> leftAlone() {
        return gateways.leftAlone();
    }

    private TaskResult done(TaskClaim claim, GuardedGateway gateway) {
        return switch (claim.payload()) {
            case TaskPayload.Query query -> querying.use(claim, gateway, query);
            case TaskPayload.Close(var amount) -> closing.use(claim, gateway, amount);
            case TaskPayload.Refund(var request) -> refunding.use(claim, gateway, request);
            case TaskPayload.Impossible(var why) -> new TaskResult.NoAnswer(why);
        };
    }

    private void handBack(TaskClaim claim, String why) {
        var steady = timetable.retryDelay();
        var pause = BackOff.around(steady, 1, steady, timetable.jitter());
        countLost(claims.handBack(claim, next(pause, 1), why));
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
                BackOff.around(
                        schedule.firstDelay(),
                        schedule.multiplier(),
                        schedule.cap(),
                        timetable.jitter());
        countLost(claims.count(claim, next(pause, attempts), answer));
    }

    private Instant next(BackOff pause, int attempts) {
        return timetable.clock().instant().plus(pause.after(attempts, timetable.random()));
    }

    private void giveUp(TaskClaim claim, String answer) {
        var written = claims.exhaust(claim, answer);
        if (written == LeaseCheck.HELD) {
            meters.exhausted();
        }
        countLost(written);
    }

    private void countLost(LeaseCheck written) {
        switch (written) {
            case HELD -> {}
            case LOST -> meters.lost();
        }
    }
}
