package dev.consign.broker;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.util.List;
import org.apache.activemq.artemis.utils.VersionLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/// Sessions that are taken over without a log-in (issue 11, number 3).
class KnownHoleTest {
    @ParameterizedTest
    @CsvSource({
        "2.49.0, false", "2.50.0, true", "2.53.1, true", "2.56.0, true", "2.56.0-SNAPSHOT, true",
        "2.57.0, false", "2.100.0, false", "2.5, false", "3.51.0, false", "null, false",
    })
    void it_is_known_which_versions_have_the_hole(String version, boolean affected) {
        assertThat(KnownHole.in(version).isPresent()).isEqualTo(affected);
    }

    @Test
    void a_client_with_the_hole_is_warned_of_where_the_broker_is_another_machine() {
        var ours = VersionLoader.getVersion().getFullVersion();
        assertThat(warnings("tcp://127.0.0.1:1")).isEmpty();
        assertThat(warnings("tcp://b.example:1?sslEnabled=true"))
                .hasSize(KnownHole.in(ours).isPresent() ? 1 : 0)
                .allSatisfy(line ->
                        assertThat(line)
                                .startsWith("the broker client of this program is Artemis " + ours)
                                .contains("take 2.57.0 or later"));
        assertThat(warnings("tcp://b.example:1?sslEnabled=false").getFirst())
                .startsWith("the way to the broker is not encrypted");
    }

    /// It is this machine's own, under an address that is not known to be.
    @Test
    void a_broker_with_the_hole_is_warned_of_once_where_it_is_another_machine(
            @TempDir Path directory) throws Exception {
        try (var broker = TestBroker.start(directory)) {
            var affected = KnownHole.in(VersionLoader.getVersion().getFullVersion()).isPresent();
            var far = "tcp://[::ffff:7f00:1]:" + broker.port() + "?sslEnabled=false";
            for (var url : List.of(far, broker.url())) {
                try (var connections = new BrokerConnections(TestSettings.of(url, "reconciler"))) {
                    var checks = new BrokerChecks(connections);
                    var warnings =
                            warnings(
                                    BrokerChecks.class,
                                    () -> {
                                        assertThat(checks.verify()).isEmpty();
                                        assertThat(checks.verify()).isEmpty();
                                    });
                    assertThat(warnings)
                            .hasSize(url.equals(far) && affected ? 1 : 0)
                            .allSatisfy(line ->
                                    assertThat(line)
                                            .startsWith("the broker is Artemis 2.")
                                            .contains("take 2.57.0 or later"));
                }
            }
        }
    }

    private static List<String> warnings(String url) {
        return warnings(
                BrokerConnections.class,
                () -> new BrokerConnections(TestSettings.of(url, "processor")).close());
    }

    private static List<String> warnings(Class<?> of, Runnable work) {
        var logger = (Logger) LoggerFactory.getLogger(of);
        var seen = new ListAppender<ILoggingEvent>();
        var level = logger.getLevel();
        seen.start();
        logger.addAppender(seen);
        logger.setLevel(Level.WARN);
        try {
            work.run();
            return seen.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
        } finally {
            logger.setLevel(level);
            logger.detachAppender(seen);
        }
    }
}
