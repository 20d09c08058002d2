package dev.consign.processor.backoffice.payouts;

import dev.consign.money.Money;
import dev.consign.platform.refusal.Refused;
import dev.consign.processor.backoffice.approvals.Allowance;
import dev.consign.processor.backoffice.approvals.NeedsSecondPerson;
import dev.consign.sql.Utc;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Nobody pays out more than one person may, or than was approved, however many runs there are at
/// the same time: what has been paid is counted, and what may be paid decided, in the transaction
/// that pays.
@Component
final class PayoutLimit {
    /// Less than a day, so that one run a day at about the same time is not two. By when it was
    /// paid, not by its business date: of those there are as many as one likes.
    private static final Duration ONE_RUN = Duration.ofHours(20);

    /// Of the row that is held and has no money.
    private static final LocalDateTime NO_HOUR = Utc.column(Instant.EPOCH);

    // Made when it is missing, and held until the commit.
    private static final String HOLD =
            """
            INSERT INTO payout_count (word, hour, currency, amount_minor) VALUES (:word, :hour, :currency, 0)
            ON DUPLICATE KEY UPDATE amount_minor = amount_minor
            """;

    private static final String COUNTED =
            """
            SELECT currency, SUM(amount_minor) AS minor FROM payout_count
             WHERE word = :word AND hour >= :since
             GROUP BY currency
            """;

    private static final String COUNT =
            """
            INSERT INTO payout_count (word, hour, currency, amount_minor) VALUES (:word, :hour, :currency, :minor)
            ON DUPLICATE KEY UPDATE amount_minor = amount_minor + VALUES(amount_minor)
            """;

    private final JdbcClient jdbc;
    private final InstantSource clock;

    PayoutLimit(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// Before the first is paid; others may pay meanwhile.
    ///
    /// @param due what would be paid, one amount a currency
    /// @throws NeedsSecondPerson when that and what was paid lately is more than one person may
    ///   pay: a run in many small pieces is one run
    /// @throws Refused when it is more than was approved
    void check(Word word, List<Money> due) {
        var counted = counted(word);
        if (!due.stream().allMatch(one -> word.allowance.covers(with(counted, one)))) {
            throw word.allowance.refusal(due);
        }
    }

    /// In the transaction that pays it; whoever else pays by the same word waits for its end.
    ///
    /// @return false when it must not be paid
    boolean take(Word word, Money amount) {
        var currency = amount.currency().getCurrencyCode();
        jdbc.sql(HOLD)
                .param("word", word.name)
                .param("hour", NO_HOUR)
                .param("currency", currency)
                .update();
        if (!word.allowance.covers(with(counted(word), amount))) {
            return false;
        }
        jdbc.sql(COUNT)
                .param("word", word.name)
                .param("hour", hour(clock.instant()))
                .param("currency", currency)
                .param("minor", amount.minor())
                .update();
        return true;
    }

    private Map<String, Long> counted(Word word) {
        return jdbc
                .sql(COUNTED)
                .param("word", word.name)
                .param("since", word.lately ? hour(clock.instant().minus(ONE_RUN)) : NO_HOUR)
                .query((row, _) -> Map.entry(row.getString("currency"), row.getLong("minor")))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Money with(Map<String, Long> counted, Money amount) {
        var code = amount.currency().getCurrencyCode();
        return amount.plus(new Money(amount.currency(), counted.getOrDefault(code, 0L)));
    }

    private static LocalDateTime hour(Instant time) {
        return Utc.column(time.truncatedTo(ChronoUnit.HOURS));
    }

    /// By whose word it is paid.
    ///
    /// @param name under which it is counted
    /// @param lately whether only what was paid lately counts
    record Word(String name, Allowance allowance, boolean lately) {
        static Word alone(Allowance allowance) {
            return new Word("alone", allowance, true);
        }

        static Word approved(String proposalId, Allowance.Approved allowance) {
            return new Word(proposalId, allowance, false);
        }
    }
}
