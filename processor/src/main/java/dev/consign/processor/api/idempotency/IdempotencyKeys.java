package dev.consign.processor.api.idempotency;

import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.sql.Utc;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Keeps one row a client and key (incident I5). The row is inserted in the transaction of its
/// effect, so there is never a key without its effect, nor an effect twice under one key. The
/// lease's end is the fencing token: who lost it to a successor hits no row.
@Component
public final class IdempotencyKeys {
    private static final String FIND =
            """
            SELECT fingerprint, status, lease_until, payment_no, http_status, response
              FROM idempotency_key WHERE client = :client AND idem_key = :key
            """;

    private static final String BEGIN =
            """
            INSERT INTO idempotency_key (client, idem_key, fingerprint, status, lease_until, order_no, payment_no, created_at)
            VALUES (:client, :key, :fingerprint, 'RUNNING', :lease, :order, :payment, :now)
            """;

    private static final String MOVE_LEASE =
            """
            UPDATE idempotency_key SET lease_until = :next
             WHERE client = :client AND idem_key = :key AND status = 'RUNNING'
               AND lease_until = :lease -- nobody took it over meanwhile
            """;

    private static final String ANSWER =
            """
            UPDATE idempotency_key SET status = 'DONE', http_status = :http, response = :response
             WHERE client = :client AND idem_key = :key AND status = 'RUNNING'
               AND lease_until = :lease -- nobody took it over meanwhile
            """;

    private static final String PURGE =
            "DELETE FROM idempotency_key WHERE created_at < :before ORDER BY created_at LIMIT :slice";

    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final Duration lease;

    IdempotencyKeys(JdbcClient jdbc, InstantSource clock, IdempotencySettings settings) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.lease = settings.lease();
    }

    /// What is known of the request.
    public KeyState look(IdempotentRequest request) {
        return jdbc.sql(FIND)
                .param("client", request.client())
                .param("key", request.key())
                .query((row, _) ->
                        new Row(
                                row.getBytes("fingerprint"),
                                row.getString("status").equals("DONE"),
                                Utc.instant(row, "lease_until"),
                                row.getString("payment_no"),
                                row.getInt("http_status"),
                                row.getString("response")))
                .optional()
                .map(row -> state(row, request))
                .orElseGet(KeyState.Free::new);
    }

    /// Takes a free key, in the transaction that stores a payment which a gateway must then be
    /// asked for. A second request with the same key waits here until that transaction ends.
    ///
    /// @return the end of the lease, to be shown when answering
    /// @throws KeyConflict when somebody was faster
    public Instant begin(IdempotentRequest request, OrderNo orderNo, PaymentNo paymentNo) {
        return insert(request, orderNo.value(), paymentNo.value());
    }

    /// Takes a free key for work that asks no gateway and that anybody may do again.
    ///
    /// @return the end of the lease, to be shown when answering
    /// @throws KeyConflict when somebody was faster
    public Instant begin(IdempotentRequest request) {
        return insert(request, null, null);
    }

    private Instant insert(
            IdempotentRequest request, @Nullable String orderNo, @Nullable String paymentNo) {
        var until = nextLease();
        try {
            jdbc.sql(BEGIN)
                    .param("client", request.client())
                    .param("key", request.key())
                    .param("fingerprint", request.fingerprint())
                    .param("lease", Utc.column(until))
                    .param("order", orderNo)
                    .param("payment", paymentNo)
                    .param("now", Utc.column(clock.instant()))
                    .update();
        } catch (DuplicateKeyException e) {
            throw new KeyConflict(e);
        }
        return until;
    }

    /// Takes over a request that died, or prolongs one's own that takes long.
    ///
    /// @param old the lease that ran out
    /// @return the end of the new lease; empty when somebody was faster
    public Optional<Instant> takeOver(IdempotentRequest request, Instant old) {
        var until = nextLease();
        return moveLease(request, old, until) ? Optional.of(until) : Optional.empty();
    }

    /// Gives up a request that could not be answered, so that its repeat need not wait for the end
    /// of the lease.
    public void giveUp(IdempotentRequest request, Instant held) {
        // In the past, so that it has run out however fast the repeat comes.
        moveLease(request, held, clock.instant().truncatedTo(ChronoUnit.MILLIS).minusMillis(1));
    }

    /// Stores the answer; without effect when somebody took the request over.
    public void answer(
            IdempotentRequest request, Instant held, Completion completion, String body) {
        jdbc.sql(ANSWER)
                .param("http", completion.status())
                .param("response", body)
                .param("client", request.client())
                .param("key", request.key())
                .param("lease", Utc.column(held))
                .update();
    }

    /// Deletes one slice of old rows.
    ///
    /// @return how many
    int purge(Instant before, int slice) {
        return jdbc.sql(PURGE).param("before", Utc.column(before)).param("slice", slice).update();
    }

    private boolean moveLease(IdempotentRequest request, Instant from, Instant to) {
        return jdbc.sql(MOVE_LEASE)
                        .param("next", Utc.column(to))
                        .param("client", request.client())
                        .param("key", request.key())
                        .param("lease", Utc.column(from))
                        .update()
                == 1;
    }

    private KeyState state(Row row, IdempotentRequest request) {
        if (!MessageDigest.isEqual(row.fingerprint(), request.fingerprint())) {
            return new KeyState.Reused();
        }
        if (row.done()) {
            return new KeyState.Answered(
                    new StoredAnswer(
                            row.http(), row.response() == null ? "" : row.response(), true));
        }
        if (clock.instant().isBefore(row.lease())) {
            return new KeyState.InFlight();
        }
        if (row.paymentNo() == null) {
            return new KeyState.Unfinished(row.lease());
        }
        return new KeyState.Abandoned(new PaymentNo(row.paymentNo()), row.lease());
    }

    private Instant nextLease() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS).plus(lease);
    }

    private record Row(
            byte[] fingerprint,
            boolean done,
            Instant lease,
            @Nullable String paymentNo,
            int http,
            @Nullable String response) {}
}
