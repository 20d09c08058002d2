package dev.consign.reconciler.reconciliation;

import com.zaxxer.hikari.HikariDataSource;
import dev.consign.broker.OutgoingMessage;
import dev.consign.broker.SendResult;
import dev.consign.broker.codec.DecodedFact;
import dev.consign.broker.codec.FactCodec;
import dev.consign.gateway.registry.GatewayRegistry;
import dev.consign.id.IdSource;
import dev.consign.payment.PaymentFact;
import dev.consign.reconciler.guard.GuardSettings;
import dev.consign.reconciler.guard.GuardedGateways;
import dev.consign.reconciler.run.RunClaim;
import dev.consign.reconciler.run.RunSettings;
import dev.consign.reconciler.run.Runs;
import dev.consign.sql.Transactions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

/// One reconciler process' worth of objects, on a pool of its own; nothing runs by itself.
final class Reconciler implements AutoCloseable {
    static final Duration LEASE = Duration.ofSeconds(30);
    static final RunSettings SETTINGS =
            new RunSettings(
                    LEASE,
                    Duration.ofMillis(50),
                    7, // small, so that a file has many batches
                    Duration.ofSeconds(2),
                    Duration.ofMinutes(1),
                    3);

    private static final GuardSettings UNLIMITED =
            new GuardSettings(
                    100_000, Duration.ofSeconds(1), 1_000, 1_000, 100, Duration.ofHours(1), 3);

    final Runs runs;
    final Queue<OutgoingMessage> sent = new ConcurrentLinkedQueue<>();
    volatile SendResult broker = new SendResult.Accepted();
    private final Reconciliation reconciliation;
    private final HikariDataSource pool;

    Reconciler(Days days, FileGateway gateway, AtomicReference<Instant> clock) {
        pool = days.open();
        var parts =
                new RunConfiguration(
                                new JdbcTemplate(pool),
                                new Transactions(new JdbcTransactionManager(pool), new Random(3)),
                                clock::get,
                                new IdSource(clock::get, new Random(5)),
                                SETTINGS)
                        .parts(
                                new GatewayRegistry(List.of(), List.of(gateway), List.of(gateway)),
                                new GuardedGateways(List.of(gateway), Map.of("sandbox", UNLIMITED)),
                                (_, message) -> {
                                    if (broker instanceof SendResult.Accepted) {
                                        sent.add(message);
                                    }
                                    return broker;
                                });
        runs = parts.runs();
        reconciliation = parts.reconciliation();
    }

    Optional<RunClaim> claim() {
        return runs.claim("reconciler");
    }

    void work(RunClaim claim) {
        try {
            reconciliation.work(claim);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Works on everything that is due.
    void workOff() {
        for (var claim = claim(); claim.isPresent(); claim = claim()) {
            work(claim.get());
        }
    }

    List<PaymentFact> facts() {
        return sent.stream()
                .map(message -> FactCodec.decode(message.body()))
                .map(decoded -> ((DecodedFact.Fact) decoded).fact())
                .toList();
    }

    @Override
    public void close() {
        pool.close();
    }
}
