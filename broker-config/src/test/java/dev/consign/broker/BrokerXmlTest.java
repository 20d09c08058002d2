package dev.consign.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.DiskFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.PageFullMessagePolicy;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerXmlTest {

    @TempDir static Path directory;
    static TestBroker broker;

    @BeforeAll
    static void start() throws Exception {
        broker = TestBroker.start(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        broker.close();
    }

    @Test
    void what_returned_is_on_the_disk() {
        var configuration = broker.embedded().getConfiguration();
        assertThat(configuration.isPersistenceEnabled()).isTrue();
        assertThat(configuration.isJournalDatasync()).isTrue();
        assertThat(configuration.isJournalSyncTransactional()).isTrue();
        assertThat(configuration.isJournalSyncNonTransactional()).isTrue();
        assertThat(configuration.isPersistIDCache()).isTrue();
        assertThat(configuration.isSecurityEnabled()).isTrue();
        assertThat(configuration.isPopulateValidatedUser()).isTrue();
    }

    @Test
    void directories_and_port_come_from_system_properties() {
        assertThat(directory.resolve("data/journal")).isDirectory();
        assertThat(directory.resolve("data/bindings")).isDirectory();
        assertThat(Files.exists(Path.of("data"))).isFalse();
        var acceptor = broker.embedded().getConfiguration().getAcceptorConfigurations();
        assertThat(acceptor).hasSize(1);
        assertThat(acceptor.iterator().next().getParams())
                .containsEntry("host", "127.0.0.1")
                .containsEntry("port", Integer.toString(broker.port()));
        assertThat(broker.embedded().getConfiguration().getMaxDiskUsage()).isEqualTo(100);
    }

    @ParameterizedTest
    @EnumSource(QueueName.class)
    void every_queue_is_declared_and_refuses_instead_of_blocking(QueueName name) {
        assertThat(broker.queue(name)).isNotNull();
        assertThat(broker.queue(name).isDurable()).isTrue();
        var settings = broker.settings(name);
        assertThat(settings.isAutoCreateQueues()).isFalse();
        assertThat(settings.isAutoCreateAddresses()).isFalse();
        assertThat(settings.isAutoDeleteQueues()).isFalse();
        assertThat(settings.isAutoDeleteAddresses()).isFalse();
        assertThat(settings.getAddressFullMessagePolicy()).isEqualTo(AddressFullMessagePolicy.PAGE);
        assertThat(settings.getDiskFullMessagePolicy()).isEqualTo(DiskFullMessagePolicy.FAIL);
        assertThat(settings.getIDCacheSize()).isEqualTo(20_000);
        assertThat(settings.isNoExpiry()).isTrue();
        assertThat(String.valueOf(settings.getExpiryAddress()))
                .isEqualTo(QueueName.DEAD_LETTER.address());
        assertThat(settings.isEnableIngressTimestamp()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(value = QueueName.class, names = "DEAD_LETTER", mode = EnumSource.Mode.EXCLUDE)
    void a_message_nobody_survives_ends_in_the_dead_letters(QueueName name) {
        var settings = broker.settings(name);
        assertThat(settings.getMaxDeliveryAttempts()).isEqualTo(50);
        assertThat(settings.getPageFullMessagePolicy()).isEqualTo(PageFullMessagePolicy.FAIL);
        assertThat(String.valueOf(settings.getDeadLetterAddress()))
                .isEqualTo(QueueName.DEAD_LETTER.address());
    }

    @Test
    void it_knows_no_user_but_the_two_programs() throws Exception {
        var roles = resource("artemis-roles.properties");
        assertThat(roles.lines().filter(line -> !line.startsWith("#") && !line.isBlank()))
                .containsExactlyInAnyOrder("processor = processor", "reconciler = reconciler");
        var named =
                Pattern.compile("roles=\"([^\"]*)\"")
                        .matcher(resource("broker.xml"))
                        .results()
                        .flatMap(match -> Stream.of(match.group(1).split(",", -1)));
        assertThat(named).isNotEmpty().containsOnly("processor", "reconciler");
    }

    /// Issue 11, number 4.
    @ParameterizedTest
    @ValueSource(strings = {"processor", "reconciler"})
    void nobody_holds_more_sessions_than_a_program_needs(String user) throws Exception {
        var factory = new ActiveMQConnectionFactory(broker.url());
        try (factory;
                var connection = factory.createConnection(user, TestBroker.PASSWORD)) {
            assertThatExceptionOfType(JMSException.class)
                    .isThrownBy(() -> {
                        for (var i = 0; i < 600; i++) {
                            var _ = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                        }
                    })
                    .withMessageContaining("Too many sessions");
        }
    }

    private static String resource(String name) throws IOException {
        try (var in = BrokerXmlTest.class.getResourceAsStream("/broker/" + name)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void the_dead_letters_are_never_given_up() {
        var settings = broker.settings(QueueName.DEAD_LETTER);
        assertThat(settings.getMaxDeliveryAttempts()).isEqualTo(-1);
        assertThat(settings.getPageLimitBytes()).isNull();
        // What would be put aside all the same stays; without an address it would be deleted.
        assertThat(String.valueOf(settings.getDeadLetterAddress()))
                .isEqualTo(QueueName.DEAD_LETTER.address());
    }
}
