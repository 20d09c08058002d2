package dev.consign.processor.inbound.callback;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.consign.broker.BrokerSettings;
import dev.consign.secret.Secret;
import dev.consign.sql.RefusedToStart;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Incident I2: what contradicts what gateways grant stops the start.
class CallbackSettingsTest {
    @Test
    void those_that_are_shipped_fit() {
        assertThatCode(() ->
                        new CallbackSettings(millis(5000), millis(3500), millis(1500))
                                .requireRoomFor(broker(2000, 3000)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "5000, 1000, 500, consign.callback.send is PT1S but must be at least PT2S",
        "5000, 4500, 500, must be at least PT1S shorter than consign.callback.patience",
        "5000, 14000, 500, or the gateway has gone before it is answered",
        "5000, 4000, 4000, consign.callback.slow-send (PT4S) must be shorter",
        "0, 4000, 1000, consign.callback.patience must be longer than nothing",
        "5000, 0, 1000, consign.callback.send must be longer than nothing",
        "5000, 4000, 0, consign.callback.slow-send must be longer than nothing"
    })
    void what_contradicts_a_gateways_patience_is_refused(
            long patience, long send, long slow, String sentence) {
        assertThatThrownBy(() -> new CallbackSettings(millis(patience), millis(send), millis(slow)))
                .isInstanceOf(RefusedToStart.class)
                .hasMessageContaining(sentence);
    }

    @Test
    @SuppressWarnings("NullAway") // what the binder does with a setting that is missing
    void none_has_a_default() {
        assertThatThrownBy(() -> new CallbackSettings(null, millis(3500), millis(1500)))
                .hasMessageContaining("consign.callback.patience is not set");
        assertThatThrownBy(() -> new CallbackSettings(millis(5000), null, millis(1500)))
                .hasMessageContaining("consign.callback.send is not set");
        assertThatThrownBy(() -> new CallbackSettings(millis(5000), millis(3500), null))
                .hasMessageContaining("consign.callback.slow-send is not set");
    }

    @ParameterizedTest
    @CsvSource({"3500, 1000, session-wait", "1000, 3500, connect-timeout"})
    void a_broker_that_could_not_be_reached_in_time_is_refused(
            long sessionWait, long connectTimeout, String setting) {
        var settings = new CallbackSettings(millis(5000), millis(3500), millis(1500));
        assertThatThrownBy(() -> settings.requireRoomFor(broker(sessionWait, connectTimeout)))
                .isInstanceOf(RefusedToStart.class)
                .hasMessageContaining("consign.broker." + setting);
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }

    private static BrokerSettings broker(long sessionWait, long connectTimeout) {
        return new BrokerSettings(
                "tcp://127.0.0.1:1",
                "processor",
                new Secret("only-in-this-test"),
                millis(10_000),
                millis(2_000),
                millis(30_000),
                millis(10_000),
                millis(connectTimeout),
                millis(200),
                millis(2_000),
                millis(sessionWait),
                millis(14_000));
    }
}
