package dev.consign.reconciler.matching;

import dev.consign.id.IdSource;
import dev.consign.id.NumberPrefix;
import dev.consign.money.Money;
import dev.consign.payment.FactKind;
import dev.consign.reconciler.run.RunClaim;
import dev.consign.reconciliation.BreakType;
import dev.consign.sql.Batch;
import dev.consign.sql.Utc;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/// Keeps one row for one difference, whoever finds it how often. What the newest run does not find
/// any more is marked, never deleted; what each run found is kept as it was then.
public final class Breaks {
    /// What was sent to the engine stays marked so until it is gone: finding it again is no news.
    private static final String UPSERT =
            """
            INSERT INTO recon_break (break_id, gateway, business_date, type, reference, status, for_engine, payment_no, refund_no,
                                     transaction_id, here_transaction_id, line_no, currency, amount_minor, there_currency, there_minor,
                                     here_currency, here_minor, occurred_at, why, first_run_id, last_run_id, found_at, changed_at)
            VALUES (?, ?, ?, ?, ?, 'OPEN', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON DUPLICATE KEY UPDATE
                changed_at = IF(status = 'GONE', VALUES(changed_at), changed_at),
                status = IF(status = 'SUBMITTED' AND VALUES(for_engine) = 1, 'SUBMITTED', 'OPEN'),
                for_engine = VALUES(for_engine), line_no = VALUES(line_no), payment_no = VALUES(payment_no),
                refund_no = VALUES(refund_no), transaction_id = VALUES(transaction_id),
                here_transaction_id = VALUES(here_transaction_id),
                currency = VALUES(currency), amount_minor = VALUES(amount_minor),
                there_currency = VALUES(there_currency), there_minor = VALUES(there_minor),
                here_currency = VALUES(here_currency), here_minor = VALUES(here_minor),
                occurred_at = VALUES(occurred_at), why = VALUES(why), last_run_id = VALUES(last_run_id)
            """;

    private static final String GONE =
            """
            UPDATE recon_break SET status = 'GONE', changed_at = :now
             WHERE gateway = :gateway AND business_date = :date
               AND last_run_id <> :run -- this run has looked everywhere and not found it
               AND status <> 'GONE'
            """;

    private static final String KEEP =
            """
            INSERT INTO recon_run_break (run_id, break_id)
            SELECT last_run_id, break_id FROM recon_break
             WHERE last_run_id = :run -- no later run has begun: one works on a day at a time
            """;

    private static final String TOTALS =
            """
            INSERT INTO recon_run_total (run_id, type, currency, breaks, amount_minor)
            SELECT last_run_id, type, currency, COUNT(*), SUM(amount_minor) FROM recon_break
             WHERE last_run_id = :run
             GROUP BY last_run_id, type, currency
            """;

    static final String FOR_ENGINE =
            """
            SELECT break_id, type, payment_no, refund_no, transaction_id, there_currency, there_minor, occurred_at
              FROM recon_break
             WHERE last_run_id = :run AND for_engine = 1 AND break_id > :after
             ORDER BY break_id LIMIT :limit
            """;

    private static final String SENT =
            """
            UPDATE recon_break SET status = 'SUBMITTED', changed_at = :now
             WHERE break_id IN (:breaks) AND status = 'OPEN'
            """;

    static final String STRANGERS =
            """
            SELECT COUNT(*) FROM recon_break
             WHERE last_run_id = :run AND type = 'UNKNOWN_PAYMENT'
            """;

    static final String HOLD_BACK =
            """
            UPDATE recon_break SET for_engine = 0, why = :why
             WHERE last_run_id = :run AND type = 'UNKNOWN_PAYMENT'
            """;

    /// From here on a file in which most numbers are unknown is taken for somebody else's.
    private static final int STRANGERS_AT_LEAST = 20;

    private final NamedParameterJdbcTemplate jdbc;
    private final IdSource ids;
    private final InstantSource clock;

    public Breaks(JdbcOperations jdbc, IdSource ids, InstantSource clock) {
        this.jdbc = new NamedParameterJdbcTemplate(jdbc);
        this.ids = ids;
        this.clock = clock;
    }

    /// Writes what one batch of comparing found; part of its transaction.
    void found(RunClaim claim, List<Break> differences) {
        var now = Utc.column(clock.instant());
        var rows =
                differences.stream()
                        .map(one -> one.from(claim.origin()))
                        .map(one -> row(claim, one, now))
                        .toList();
        Batch.insert(jdbc.getJdbcOperations(), UPSERT, rows);
    }

    /// A file most of whose payment numbers we never gave out is another merchant's, or another
    /// system's. Its lines are differences like any other, but a case for each of them would bury
    /// those that are ours; part of the transaction that writes the progress.
    ///
    /// @param lines of the whole file
    void holdBackStrangers(RunClaim claim, long lines) {
        var run = Map.of("run", claim.runId());
        var unknown = jdbc.queryForObject(STRANGERS, run, Long.class);
        if (unknown != null && unknown >= STRANGERS_AT_LEAST && unknown > lines / 2) {
            jdbc.update(
                    HOLD_BACK,
                    Map.of(
                            "run",
                            claim.runId(),
                            "why",
                            "We never gave out this payment number, nor most of the numbers in this file: is it another merchant's?"));
        }
    }

    /// Closes the book on a run that has looked everywhere; part of the transaction that ends it.
    public void close(RunClaim claim) {
        var run = Map.of("run", claim.runId());
        jdbc.update(
                GONE,
                Map.of(
                        "now", Utc.column(clock.instant()),
                        "gateway", claim.gateway().value(),
                        "date", claim.date(),
                        "run", claim.runId()));
        jdbc.update(KEEP, run);
        jdbc.update(TOTALS, run);
    }

    /// A difference that is a payment fact.
    record Fact(
            String breakId,
            BreakType type,
            String paymentNo,
            @Nullable String refundNo,
            String transactionId,
            Money money,
            Instant occurredAt) {
        FactKind kind() {
            if (type == BreakType.RETURNED_THERE_NOT_HERE) {
                return FactKind.REFUND_RETURNED;
            }
            return refundNo == null ? FactKind.PAID : FactKind.REFUNDED;
        }
    }

    /// @param after the last one seen, empty for the first
    List<Fact> forEngine(RunClaim claim, String after, int limit) {
        return jdbc.query(
                FOR_ENGINE,
                Map.of("run", claim.runId(), "after", after, "limit", limit),
                (row, _) ->
                        new Fact(
                                row.getString("break_id"),
                                BreakType.valueOf(row.getString("type")),
                                row.getString("payment_no"),
                                row.getString("refund_no"),
                                row.getString("transaction_id"),
                                // Not the money in question, which may be a difference.
                                Money.of(
                                        row.getString("there_currency"),
                                        row.getLong("there_minor")),
                                Utc.instant(row, "occurred_at")));
    }

    /// The broker has them.
    void sent(List<String> breakIds) {
        jdbc.update(SENT, Map.of("now", Utc.column(clock.instant()), "breaks", breakIds));
    }

    private @Nullable Object[] row(RunClaim claim, Break one, Object now) {
        var names = one.names();
        return Arrays.asList(
                        ids.next(NumberPrefix.BREAK),
                        claim.gateway().value(),
                        claim.date(),
                        one.type().name(),
                        one.reference(),
                        one.forEngine() ? 1 : 0,
                        names.paymentNo(),
                        names.refundNo(),
                        names.transactionId(),
                        names.hereTransactionId(),
                        names.line(),
                        code(one.question()),
                        minor(one.question()),
                        code(one.there()),
                        minor(one.there()),
                        code(one.here()),
                        minor(one.here()),
                        one.occurredAt() == null ? null : Utc.column(one.occurredAt()),
                        one.why(),
                        claim.runId(),
                        claim.runId(),
                        now,
                        now)
                .toArray();
    }

    private static @Nullable String code(@Nullable Money money) {
        return money == null ? null : money.currency().getCurrencyCode();
    }

    private static @Nullable Long minor(@Nullable Money money) {
        return money == null ? null : money.minor();
    }
}
