package dev.consign.platform.worker;

import java.util.List;
import java.util.Optional;
import org.springframework.context.SmartLifecycle;

/// A job for everything in the program that is done every now and then.
public final class PeriodicJobs implements SmartLifecycle, BackgroundWork {
    private final List<PeriodicJob> jobs;

    /// One job each.
    public PeriodicJobs(List<PeriodicWork> works, JobLeases leases) {
        this.jobs = works.stream().map(work -> new PeriodicJob(work, leases)).toList();
    }

    @Override
    public void start() {
        jobs.forEach(PeriodicJob::start);
    }

    /// One after the other, as each waits for its own slice.
    @Override
    public void stop() {
        jobs.forEach(PeriodicJob::stop);
    }

    @Override
    public boolean isRunning() {
        return jobs.stream().anyMatch(PeriodicJob::isRunning);
    }

    @Override
    public Optional<String> down() {
        return jobs.stream().flatMap(job -> job.down().stream()).findFirst();
    }
}
