package dev.consign.platform.worker;

import dev.consign.sql.DatabaseDown;
import dev.consign.sql.SqlFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;

/// Takes one turn after the other on threads of its own until it is stopped: at once while there is
/// more, else after a poll or when woken. While the database is away it pauses, and goes on by
/// itself. Nothing but a stop ends it: our own bug costs one turn and a rest. A turn that ends in
/// an [Error] turns health down until one has gone well again; so does a thread that ended unasked,
/// for good.
public final class WorkerLoop implements BackgroundWork {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerLoop.class);

    private final ThreadFactory threads;
    private final Pace pace;
    private final Words words;
    private final RandomGenerator random;
    private final Turn turn;
    private final Outage database;
    private final Semaphore signal = new Semaphore(0);
    private final List<Worker> workers = new ArrayList<>();
    private volatile List<Worker> watched = List.of();
    private volatile boolean running;

    /// One claim and what follows from it.
    @FunctionalInterface
    public interface Turn {
        /// @return what it says about the next one
        /// @throws DatabaseDown when the database cannot be reached: the loop pauses
        /// @throws InterruptedException when a wait was interrupted; ends the thread
        TurnResult take() throws InterruptedException;
    }

    /// How fast.
    ///
    /// @param workers threads that take turns, at the same time; with 0 none is taken
    /// @param poll the rest when there was nothing left
    /// @param gather how long a woken thread waits for more, so that they go together; 0 for not
    /// @param outage the pauses while the database is away
    /// @param stumble the rest after our own bug
    /// @param stop how long a stop waits for each thread
    public record Pace(
            int workers,
            Duration poll,
            Duration gather,
            BackOff outage,
            Duration stumble,
            Duration stop) {
        /// One thread that gathers nothing.
        public static Pace alone(Duration poll, BackOff outage, Duration stumble, Duration stop) {
            return new Pace(1, poll, Duration.ZERO, outage, stumble, stop);
        }
    }

    /// What is said in the log.
    ///
    /// @param stumbles at our own bug; its stack follows
    /// @param left when a stop no longer waits for a turn under way
    public record Words(String stumbles, String left) {}

    /// A loop whose pauses leave nothing to chance.
    ///
    /// @param threads named; each makes one thread a worker
    /// @param database may be shared with others that say the same of it
    public WorkerLoop(ThreadFactory threads, Pace pace, Words words, Outage database, Turn turn) {
        this(threads, pace, words, database, () -> 0, turn);
    }

    /// @param threads named; each makes one thread a worker
    /// @param database may be shared with others that say the same of it
    /// @param random thread-safe, for the jitter of the pauses
    public WorkerLoop(
            ThreadFactory threads,
            Pace pace,
            Words words,
            Outage database,
            RandomGenerator random,
            Turn turn) {
        this.threads = threads;
        this.pace = pace;
        this.words = words;
        this.random = random;
        this.turn = turn;
        this.database = database;
    }

    /// Begins, unless it has begun; it may begin again after a stop.
    public synchronized void start() {
        if (running) {
            return;
        }
        running = true;
        signal.drainPermits();
        for (var i = 0; i < pace.workers(); i++) {
            workers.add(new Worker());
        }
        watched = List.copyOf(workers);
        workers.forEach(Worker::start);
    }

    /// There is something to do: look soon instead of at the next poll.
    public void wake() {
        if (signal.availablePermits() < pace.workers()) {
            signal.release();
        }
    }

    /// The database was found away by what a turn had begun and not waited for.
    public void failed(DatabaseDown down) {
        database.failed(reason(down));
    }

    /// Begins no further turn; those under way can learn it from [#isRunning] and give back what
    /// they have claimed. Without effect when it was never started.
    public synchronized void stop() {
        running = false;
        watched = List.of();
        workers.forEach(worker -> worker.stopping.countDown());
        signal.release(workers.size());
        try {
            for (var worker : workers) {
                if (!worker.thread.join(pace.stop())) {
                    LOG.info("{}", words.left());
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        workers.clear();
    }

    /// Whether it was started and not been told to stop.
    public boolean isRunning() {
        return running;
    }

    @Override
    public Optional<String> down() {
        return watched.stream()
                .flatMap(worker -> Optional.ofNullable(worker.ailing).stream())
                .findFirst();
    }

    private static String reason(Throwable failure) {
        return NestedExceptionUtils.getMostSpecificCause(failure).toString();
    }

    private final class Worker {
        private final CountDownLatch stopping = new CountDownLatch(1);
        private final Thread thread = threads.newThread(this::work);
        private volatile @Nullable String ailing;

        void start() {
            thread.start();
        }

        private void work() {
            try {
                while (stopping.getCount() > 0) {
                    tolerantTurn();
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } finally {
                if (stopping.getCount() > 0) {
                    ailing = thread.getName() + " has ended: this program must be started again";
                    LOG.error("{}", ailing);
                }
            }
        }

        private void tolerantTurn() throws InterruptedException {
            var before = database.failures();
            try {
                var found = turn.take();
                database.worked(before);
                ailing = null;
                rest(found);
            } catch (DatabaseDown e) {
                pauseInOutage(e);
            } catch (RuntimeException e) {
                switch (SqlFailure.of(e)) {
                    case DOWN -> pauseInOutage(e);
                    case CONFLICT -> {
                        LOG.info("{}: others were in the way: {}", words.stumbles(), reason(e));
                        pause(pace.outage().after(1, random));
                    }
                    case DUPLICATE, OTHER -> {
                        LOG.error("{}", words.stumbles(), e);
                        pause(pace.stumble());
                    }
                }
            } catch (Error e) {
                ailing = e.toString();
                LOG.error("{}", words.stumbles(), e);
                pause(pace.stumble());
            }
        }

        private void rest(TurnResult found) throws InterruptedException {
            // Who has found something asks at once again, and will see for himself.
            if (database.lasts() && found != TurnResult.MORE) {
                pauseInOutage();
                return;
            }
            switch (found) {
                case MORE -> {}
                case NOTHING -> pauseUntilWoken();
                case AWAY -> pause(pace.poll());
            }
        }

        private void pauseUntilWoken() throws InterruptedException {
            if (signal.tryAcquire(pace.poll().toNanos(), TimeUnit.NANOSECONDS)) {
                // Under load others follow at once, and a claim costs the same for one and for
                // many.
                pause(pace.gather());
                signal.drainPermits();
            }
        }

        private void pauseInOutage(RuntimeException failure) throws InterruptedException {
            database.failed(reason(failure));
            pauseInOutage();
        }

        /// Whoever wakes us knows no better whether the database is back.
        private void pauseInOutage() throws InterruptedException {
            pause(pace.outage().after(database.failures(), random));
        }

        private void pause(Duration time) throws InterruptedException {
            if (stopping.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.debug("{} stops", thread.getName());
            }
        }
    }
}
