package dev.consign.processor.inbound.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.consign.id.IdSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FactSenderTest {

    @Test
    @SuppressWarnings("NullAway") // the broker is never reached
    void a_send_that_throws_gives_the_permission_back() {
        var breaker = CallbackConfiguration.breaker(HungBrokerTest.SETTINGS);
        var ids =
                new IdSource(
                        () -> {
                            throw new IllegalStateException("for a test");
                        },
                        new Random());
        // It throws before it comes to the broker.
        var sender = new FactSender(null, breaker, HungBrokerTest.SETTINGS.send(), ids);
        breaker.breaker().transitionToOpenState();
        breaker.breaker().transitionToHalfOpenState();
        for (var i = 0; i < 3; i++) {
            assertThatThrownBy(() -> sender.send(List.of(PaidFact.next())))
                    .hasMessage("for a test");
        }
        assertThat(breaker.breaker().getState().name()).isEqualTo("OPEN");
    }

    @Test
    void a_half_open_breaker_waits_longer_than_any_send_takes_and_not_for_ever() {
        var settings = HungBrokerTest.SETTINGS;
        assertThat(
                        CallbackConfiguration.breaker(settings)
                                .breaker()
                                .getCircuitBreakerConfig()
                                .getMaxWaitDurationInHalfOpenState())
                .isGreaterThan(settings.send())
                .isLessThan(settings.send().multipliedBy(10));
    }
}
