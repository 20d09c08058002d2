package dev.consign.processor.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.consign.id.GatewayCode;
import dev.consign.id.IdSource;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.payment.PaymentFact;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CallbackSenderTest {
    private static final Instant NOON = Instant.parse("2025-11-20T12:00:00Z");

    @Test
    @SuppressWarnings("NullAway") // the broker is never reached
    void a_send_that_throws_gives_the_permission_back() {
        var breaker = CallbackConfiguration.breaker();
        var ids =
                new IdSource(
                        () -> {
                            throw new IllegalStateException("for a test");
                        },
                        new Random());
        // It throws before it comes to the broker.
        var sender = new CallbackSender(null, breaker, ids);
        breaker.transitionToOpenState();
        breaker.transitionToHalfOpenState();
        for (var i = 0; i < 3; i++) {
            assertThatThrownBy(() -> sender.send(List.of(fact()))).hasMessage("for a test");
        }
        assertThat(breaker.getState().name()).isEqualTo("OPEN");
    }

    @Test
    void a_half_open_breaker_does_not_wait_for_ever() {
        assertThat(
                        CallbackConfiguration.breaker()
                                .getCircuitBreakerConfig()
                                .getMaxWaitDurationInHalfOpenState())
                .isEqualTo(Duration.ofSeconds(30));
    }

    private static PaymentFact fact() {
        return new PaymentFact(
                new GatewayCode("sandbox"),
                "consign",
                new IdSource(() -> NOON, new Random(1)).paymentNo(),
                FactKind.PAID,
                Money.of("CNY", 1),
                new TransactionId("t-1"),
                null,
                NOON,
                FactSource.CALLBACK);
    }
}
