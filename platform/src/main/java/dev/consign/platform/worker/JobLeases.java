package dev.consign.platform.worker;

import dev.consign.sql.Transactions;
import dev.consign.sql.Utc;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDateTime;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Lets one process at a time do a job that needs to be done once however many processes there are.
/// Who has a job keeps it as long as it comes back in time; another takes it over when it does not.
/// A job must bear to be done by two, though: who sleeps through the end of its lease learns of
/// that only when it comes back.
public final class JobLeases {
    private static final String TAKE =
            """
            UPDATE job_lease SET owner = :owner, held_until = :until
             WHERE job = :job
               AND (owner = :owner OR held_until <= :now) -- a living lease belongs to somebody else
            """;

    private static final String FIRST =
            "INSERT IGNORE INTO job_lease (job, owner, held_until) VALUES (:job, :owner, :until)";

    private static final String GIVE_BACK =
            """
            UPDATE job_lease SET held_until = :now
             WHERE job = :job AND owner = :owner -- whoever has taken it over keeps it
            """;

    private final JdbcClient jdbc;
    private final Transactions transactions;
    private final InstantSource clock;
    private final String owner;
    private final Outage database =
            new Outage("what is done now and then pauses", "what is done now and then goes on");

    /// @param owner this process and no other, as people see it in the table; at most 64 characters
    public JobLeases(
            JdbcClient jdbc, Transactions transactions, InstantSource clock, String owner) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.clock = clock;
        this.owner = owner;
    }

    /// Takes the job or keeps it.
    ///
    /// @param job its name, at most 40 characters
    /// @param lease until this long from now it is nobody else's
    /// @return whether it is this process' to do now
    /// @throws dev.consign.sql.DatabaseDown when the database cannot be reached
    public boolean take(String job, Duration lease) {
        return transactions.call(() -> {
            var now = clock.instant();
            var until = Utc.column(now.plus(lease));
            var taken =
                    jdbc.sql(TAKE)
                            .param("owner", owner)
                            .param("until", until)
                            .param("job", job)
                            .param("now", Utc.column(now))
                            .update();
            return LeaseCheck.of(taken, "job " + job) == LeaseCheck.HELD || first(job, until);
        });
    }

    private boolean first(String job, LocalDateTime until) {
        return jdbc.sql(FIRST)
                        .param("job", job)
                        .param("owner", owner)
                        .param("until", until)
                        .update()
                == 1;
    }

    /// Lets another process have the job at once. Without effect when another has it.
    ///
    /// @throws dev.consign.sql.DatabaseDown when the database cannot be reached
    void giveBack(String job) {
        transactions.run(() ->
                jdbc.sql(GIVE_BACK)
                        .param("now", Utc.column(clock.instant()))
                        .param("job", job)
                        .param("owner", owner)
                        .update());
    }

    /// What all jobs of this process see of the database, so that the log says once that it is
    /// away.
    Outage database() {
        return database;
    }
}
