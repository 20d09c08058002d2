package dev.consign.reconciler.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.consign.gateway.QueryAnswer;
import dev.consign.id.IdSource;
import dev.consign.payment.FactKind;
import dev.consign.reconciler.guard.CallResult;
import dev.consign.reconciler.guard.GuardSettings;
import dev.consign.reconciler.guard.GuardedGateways;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Issue 10: with three trials under way the fourth was turned away, although all was well again.
@Timeout(60)
class TrialsTest {
    private static final int WORKERS = 20;
    private static final Duration OPEN = Duration.ofMillis(300);
    private static final Duration TRIAL = Duration.ofMillis(200);

    private final IdSource ids = IdSource.secure(InstantSource.system());

    @Test
    void of_a_gateway_that_is_well_again_no_worker_is_kept_away() throws Exception {
        var fake = new FakeGateway(_ -> new QueryAnswer.Unclear("unwell"));
        var guard = new GuardSettings(10_000, Duration.ofSeconds(5), 10, 5, 50, OPEN, 3);
        var gateways = new GuardedGateways(List.of(fake), Map.of("fake", guard));
        var gateway = gateways.named(fake.code()).orElseThrow();
        for (var i = 0; i < 5; i++) {
            gateway.query(ids.paymentNo());
        }
        assertThat(gateway.query(ids.paymentNo())).isInstanceOf(CallResult.NotCalled.class);
        fake.answer =
                payment -> {
                    LockSupport.parkNanos(TRIAL.toNanos());
                    return FakeGateway.known(payment, FactKind.PENDING);
                };
        await().until(() -> gateways.leftAlone().isEmpty());
        Callable<CallResult<QueryAnswer>> question = () -> gateway.query(ids.paymentNo());
        try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var answer : workers.invokeAll(Collections.nCopies(WORKERS, question))) {
                assertThat(answer.get()).isInstanceOf(CallResult.Answered.class);
            }
        }
    }
}
