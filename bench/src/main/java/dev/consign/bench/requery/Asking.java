package dev.consign.bench.requery;

import dev.consign.bench.report.Figures;
import dev.consign.bench.requery.SandboxControl.Questions;
import java.time.Duration;
import java.util.List;

/// One round of asking, and what came of it.
///
/// @param latency of every answer
/// @param limit calls a second that each process may make; so many that it never binds, or few
/// @param questions as the sandbox counted them
/// @param lockWaits of the whole database server meanwhile
/// @param longestLockWaitMillis so far, by the server's own measure
record Asking(
        Duration latency,
        int limit,
        Questions questions,
        long lockWaits,
        long longestLockWaitMillis) {
    /// Per second and process: no machine gets there.
    static final int NO_LIMIT = 100_000;

    boolean isLimited() {
        return limit < NO_LIMIT;
    }

    String name() {
        return isLimited()
                ? "%d ms, at most %d/s".formatted(latency.toMillis(), limit * Askers.PROCESSES)
                : "%d ms".formatted(latency.toMillis());
    }

    /// Those asked at once at the beginning took no time yet, so they do not count.
    double rate() {
        var atOnce = (isLimited() ? limit : Askers.WORKERS) * Askers.PROCESSES;
        return (questions.asked() - atOnce) * 1_000.0 / Math.max(1, questions.spanMillis());
    }

    /// @return questions a second that workers who only wait for answers, or the limit, allow
    double possible() {
        var workers = Askers.WORKERS * Askers.PROCESSES * 1_000.0 / latency.toMillis();
        return Math.min(workers, (double) limit * Askers.PROCESSES);
    }

    /// A process may begin and end within a second, and each has its own: permission for two
    /// seconds more than have passed.
    ///
    /// @return questions as a part of those that were permitted
    double ofPermitted() {
        var seconds = questions.spanMillis() / 1_000 + 2;
        return questions.asked() / ((double) seconds * limit * Askers.PROCESSES);
    }

    int tooMany() {
        return questions.asked() - questions.payments();
    }

    List<String> row() {
        return List.of(
                name(),
                Figures.of(questions.payments()),
                Figures.of(rate()),
                Figures.percent(rate() / possible()),
                Figures.of(questions.busiestSecond()),
                Figures.of(tooMany()),
                Figures.of((double) lockWaits),
                Figures.of((double) longestLockWaitMillis));
    }
}
