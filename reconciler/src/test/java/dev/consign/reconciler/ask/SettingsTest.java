package dev.consign.reconciler.ask;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.consign.reconciler.guard.GuardSettings;
import dev.consign.sql.RefusedToStart;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class SettingsTest {
    private static final Map<String, String> REQUERY =
            Map.ofEntries(
                    Map.entry("workers", "20"),
                    Map.entry("batch-size", "20"),
                    Map.entry("lease", "30s"),
                    Map.entry("poll-interval", "500ms"),
                    Map.entry("first-delay", "10s"),
                    Map.entry("multiplier", "2"),
                    Map.entry("cap", "10m"),
                    Map.entry("jitter", "0.2"),
                    Map.entry("max-attempts", "20"),
                    Map.entry("retry-delay", "2s"),
                    Map.entry("longest-pause", "15s"));
    private static final Map<String, String> SCHEDULE =
            Map.of("first-delay", "10s", "multiplier", "2", "cap", "1h", "max-attempts", "60");
    private static final Map<String, String> GUARD =
            Map.of(
                    "calls-per-second", "100",
                    "permit-wait", "2s",
                    "window", "20",
                    "minimum-calls", "10",
                    "failure-rate", "50",
                    "open-for", "10s",
                    "trial-calls", "3");

    @Test
    void settings_that_agree_are_taken() {
        assertThatCode(() -> bind(RequerySettings.class, REQUERY, "workers", "20"))
                .doesNotThrowAnyException();
        assertThatCode(() -> bind(GuardSettings.class, GUARD, "window", "20"))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    workers       | 0    | workers must be at least 1
                    batch-size    | 0    | batch-size must be at least 1
                    max-attempts  |      | max-attempts must be at least 1
                    lease         |      | lease is not set
                    lease         | 0s   | lease must be longer than nothing
                    poll-interval |      | poll-interval is not set
                    first-delay   |      | first-delay is not set
                    cap           |      | cap is not set
                    cap           | 9s   | cap must not be shorter than consign.requery.first-delay
                    multiplier    | 0.5  | multiplier must be at least 1
                    multiplier    | NaN  | multiplier must be at least 1
                    jitter        | 1    | jitter must be from 0 to below 1
                    jitter        | -0.1 | jitter must be from 0 to below 1
                    retry-delay   |      | retry-delay is not set
                    longest-pause |      | longest-pause is not set
                    """)
    void a_schedule_that_contradicts_itself_is_refused(String name, String value, String sentence) {
        assertThatThrownBy(() -> bind(RequerySettings.class, REQUERY, name, value))
                .hasRootCauseInstanceOf(RefusedToStart.class)
                .rootCause()
                .hasMessageContaining("consign.requery." + sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    first-delay   |      | first-delay of consign.close or consign.refund is not set
                    cap           |      | cap of consign.close or consign.refund is not set
                    cap           | 9s   | must not be shorter than its first-delay
                    multiplier    |      | multiplier of consign.close or consign.refund must be
                    max-attempts  |      | max-attempts of consign.close or consign.refund must be
                    """)
    void each_kind_of_task_has_a_whole_schedule(String name, String value, String sentence) {
        assertThatThrownBy(() -> bind(Schedule.class, SCHEDULE, name, value))
                .hasRootCauseInstanceOf(RefusedToStart.class)
                .rootCause()
                .hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    calls-per-second | 0   | calls-per-second must be at least 1
                    permit-wait      |     | permit-wait is not set
                    open-for         |     | open-for is not set
                    failure-rate     | 101 | failure-rate must be at most 100
                    minimum-calls    | 21  | or the breaker never opens
                    trial-calls      |     | trial-calls must be at least 1
                    """)
    void a_guard_that_guards_nothing_is_refused(String name, String value, String sentence) {
        assertThatThrownBy(() -> bind(GuardSettings.class, GUARD, name, value))
                .hasRootCauseInstanceOf(RefusedToStart.class)
                .rootCause()
                .hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @CsvSource({"PT6S,PT11S,true", "PT6S,PT12S,false", "PT7S,PT11S,false"})
    void a_lease_must_outlive_its_question(Duration ask, Duration send, boolean accepted) {
        var settings = bind(RequerySettings.class, REQUERY, "lease", "30s");
        if (accepted) {
            assertThatCode(() -> settings.requireLeaseBeyond(ask, send)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> settings.requireLeaseBeyond(ask, send))
                    .isInstanceOf(RefusedToStart.class)
                    .hasMessageContaining("must be longer than asking a gateway");
        }
    }

    /// A null value leaves the setting out.
    private static <T> T bind(Class<T> type, Map<String, String> good, String name, String value) {
        var all = new HashMap<>(good);
        if (value == null) {
            all.remove(name);
        } else {
            all.put(name, value);
        }
        return new Binder(new MapConfigurationPropertySource(prefixed(all)))
                .bind("s", Bindable.of(type))
                .get();
    }

    private static Map<String, String> prefixed(Map<String, String> values) {
        var all = new HashMap<String, String>();
        values.forEach((name, value) -> all.put("s." + name, value));
        return all;
    }
}
