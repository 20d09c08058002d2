package dev.consign.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class BrokerSettingsTest {

    /// The good settings with one component replaced, made the way a property binder makes them.
    private static void create(String component, @Nullable Object value) throws Throwable {
        var good = TestSettings.of("tcp://127.0.0.1:61616", "processor");
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (var c : BrokerSettings.class.getRecordComponents()) {
            values.put(c.getName(), c.getAccessor().invoke(good));
        }
        assertThat(values).containsKey(component);
        values.put(component, value);
        try {
            BrokerSettings.class.getConstructors()[0].newInstance(values.values().toArray());
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    static Stream<String> components() {
        return Arrays.stream(BrokerSettings.class.getRecordComponents()).map(c -> c.getName());
    }

    @ParameterizedTest
    @MethodSource("components")
    void nothing_may_be_missing(String component) {
        var setting = component.replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> create(component, null))
                .withMessage("consign.broker." + setting + " is not set");
    }

    @ParameterizedTest
    @CsvSource({
        "callTimeout, PT1S, call-timeout is PT1S but must be at least PT8S",
        "callTimeout, PT7.999S, call-timeout is PT7.999S but must be at least PT8S",
        "callTimeout, PT8.001S, send-deadline (PT9S) must not be shorter",
        "callFailoverTimeout, PT2S, send-deadline (PT9S) must not be shorter",
        "callFailoverTimeout, PT-0.001S, call-failover-timeout must be between 1 ms and 24 days",
        "sendDeadline, PT8.999S, send-deadline (PT8.999S) must not be shorter",
        "clientFailureCheckPeriod, PT30S, client-failure-check-period (PT30S) must be shorter",
        "connectionTtl, PT10S, client-failure-check-period (PT10S) must be shorter",
        "connectTimeout, PT9S, connect-timeout (PT9S) must be shorter",
        "connectTimeout, PT0S, connect-timeout must be between 1 ms and 24 days",
        "retryInterval, PT2S, retry-interval (PT2S) must not be longer",
        "sessionWait, PT0.0001S, session-wait must be between 1 ms and 24 days",
        "connectionTtl, PT600H, connection-ttl must be between 1 ms and 24 days",
    })
    void a_time_out_that_is_too_short_or_contradicts_another_is_refused_by_name(
            String component, Duration value, String sentence) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> create(component, value))
                .withMessageStartingWith("consign.broker." + sentence);
    }

    @Test
    void the_shortest_allowed_settings_are_accepted() {
        assertThatCode(() -> create("callTimeout", Duration.ofSeconds(8)))
                .doesNotThrowAnyException();
    }

    @Test
    void the_password_is_not_printed() {
        assertThat(TestSettings.of("tcp://127.0.0.1:61616", "processor").toString())
                .doesNotContain(TestBroker.PASSWORD);
    }
}
