package dev.consign.sql;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.ResourceTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Runs work in one READ COMMITTED transaction that is either committed whole or rolled back whole;
/// work that met a lock conflict is repeated, at most five times and within the [Patience] of its
/// caller, with jitter (docs/rules.md, rules 5 and 6). The work must therefore have no effect
/// outside the database.
public final class Transactions {
    private static final int ATTEMPTS = 5;
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(40);

    private final PlatformTransactionManager manager;
    private final TransactionTemplate template;
    private final RandomGenerator random;

    /// @param random for the jitter
    public Transactions(PlatformTransactionManager manager, RandomGenerator random) {
        this.manager = manager;
        this.template = new TransactionTemplate(manager);
        template.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
        this.random = random;
    }

    /// @param work returns a value; repeated after a lock conflict
    /// @throws DatabaseDown when the database cannot be reached
    /// @throws RuntimeException whatever else the work or the commit throws, after the roll-back
    public <T> T call(Supplier<T> work) {
        var begun = System.nanoTime();
        for (var attempt = 1; ; attempt++) {
            try {
                return template.execute(_ -> work.get());
            } catch (RuntimeException e) {
                if (!SqlFailure.isDatabase(e)) {
                    throw e;
                }
                switch (SqlFailure.of(e)) {
                    case DOWN -> throw new DatabaseDown(e);
                    case CONFLICT -> {
                        if (attempt == ATTEMPTS || Patience.isOver(begun)) {
                            throw e;
                        }
                        pause(attempt);
                    }
                    case DUPLICATE, OTHER -> throw e;
                }
            }
        }
    }

    /// The same for work without a result.
    public void run(Runnable work) {
        call(() -> {
            work.run();
            return true;
        });
    }

    /// For work that locks and therefore belongs into its caller's transaction: without one, or in
    /// one of another database or pool, every lock would be gone with its statement.
    ///
    /// @throws InvariantViolation when no transaction of this manager runs in this thread
    public void mustRun() {
        if (!(manager instanceof ResourceTransactionManager known)
                || !TransactionSynchronizationManager.hasResource(known.getResourceFactory())) {
            throw new InvariantViolation("this must be done inside a transaction of its database");
        }
    }

    private void pause(int attempt) {
        LockSupport.parkNanos(random.nextLong(LONGEST_PAUSE.toNanos() * attempt));
    }
}
