package dev.consign.sql;

import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcOperations;

/// Says how far our clock and the database's are apart: leases, due times and windows of signatures
/// are written by one and read by the other (issue 11, number 16).
public final class DatabaseClock {
    /// From here on somebody should look.
    public static final Duration TOLERATED = Duration.ofSeconds(2);

    /// From here on leases end while they are held, and genuine signatures are too old.
    public static final Duration BEARABLE = Duration.ofSeconds(30);

    /// The quickest of them tells best.
    private static final int QUESTIONS = 3;

    private final JdbcOperations jdbc;
    private final InstantSource clock;

    /// @param jdbc on the pool that the program works with
    /// @param clock the program's own
    public DatabaseClock(JdbcOperations jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// Asks a few times.
    ///
    /// @return how far we are ahead of the database, exact to half the time an answer takes;
    ///   negative when we are behind
    /// @throws DataAccessException when the server cannot be asked
    public Duration ahead() {
        var ahead = Duration.ZERO;
        var quickest = Long.MAX_VALUE;
        for (var question = 0; question < QUESTIONS; question++) {
            var start = System.nanoTime();
            var theirs = jdbc.queryForObject("SELECT UTC_TIMESTAMP(6)", LocalDateTime.class);
            var took = System.nanoTime() - start;
            var ours = clock.instant().minusNanos(took / 2);
            if (theirs == null) {
                throw new InvariantViolation("the database has no time");
            }
            if (took < quickest) {
                quickest = took;
                ahead = Duration.between(theirs.toInstant(ZoneOffset.UTC), ours);
            }
        }
        return ahead;
    }

    /// @throws RefusedToStart when the two are too far apart to work
    /// @throws DataAccessException when the server cannot be asked
    public void verify() {
        var ahead = ahead();
        if (ahead.abs().compareTo(BEARABLE) >= 0) {
            throw new RefusedToStart(sentence(ahead) + ": set both by NTP, then start again");
        }
    }

    /// @param ahead of the database
    public static String sentence(Duration ahead) {
        return "our clock is %d.%03d s %s the database's"
                .formatted(
                        ahead.abs().toSeconds(),
                        ahead.abs().toMillisPart(),
                        ahead.isNegative() ? "behind" : "ahead of");
    }
}
