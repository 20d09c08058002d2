package dev.consign.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.FileDeploymentManager;
import org.apache.activemq.artemis.core.config.impl.FileConfiguration;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.utils.critical.CriticalAnalyzerPolicy;

/// A real broker started from the shipped broker.xml and login files; what it does here it does in
/// production.
final class TestBroker implements AutoCloseable {

    static final String PASSWORD = "only-in-this-test";

    private final EmbeddedActiveMQ broker;
    private final int port;

    private TestBroker(EmbeddedActiveMQ broker, int port) {
        this.broker = broker;
        this.port = port;
    }

    static TestBroker start(Path directory) throws Exception {
        return start(directory, freePort());
    }

    /// One at a time: broker.xml reads system properties, of which the JVM has one set.
    static synchronized TestBroker start(Path directory, int port) throws Exception {
        logins();
        System.setProperty("consign.broker.data", directory.resolve("data").toString());
        System.setProperty("consign.broker.port", Integer.toString(port));
        System.setProperty("consign.broker.max-disk-usage", "100");
        var configuration = new FileConfiguration();
        new FileDeploymentManager("broker/broker.xml")
                .addDeployable(configuration)
                .readConfiguration();
        // A stall of the test machine must not halt the JVM that runs the tests.
        configuration.setCriticalAnalyzerPolicy(CriticalAnalyzerPolicy.LOG);
        configuration.setJournalMinFiles(2);
        var broker = new EmbeddedActiveMQ();
        broker.setConfiguration(configuration);
        broker.setSecurityManager(new ActiveMQJAASSecurityManager("consign"));
        broker.start();
        return new TestBroker(broker, port);
    }

    String url() {
        return "tcp://127.0.0.1:" + port;
    }

    int port() {
        return port;
    }

    Queue queue(QueueName name) {
        return broker.getActiveMQServer().locateQueue(name.address());
    }

    /// Asserts that a queue comes to hold so many messages and keeps to it: the broker counts a
    /// message up to a millisecond after it has answered the send.
    void holds(QueueName name, long messages) {
        await().atMost(Duration.ofSeconds(5))
                .during(Duration.ofMillis(100))
                .untilAsserted(() ->
                        assertThat(queue(name).getMessageCount())
                                .as("messages in %s", name)
                                .isEqualTo(messages));
    }

    /// In the order of the queue.
    List<String> messageIds(QueueName name) {
        var ids = new ArrayList<String>();
        try (var messages = queue(name).browserIterator()) {
            while (messages.hasNext()) {
                ids.add(
                        messages.next()
                                .getMessage()
                                .getStringProperty(SimpleString.of(QueueSender.MESSAGE_ID)));
            }
        }
        return ids;
    }

    AddressSettings settings(QueueName name) {
        return broker.getActiveMQServer().getAddressSettingsRepository().getMatch(name.address());
    }

    EmbeddedActiveMQ embedded() {
        return broker;
    }

    /// Replaces the settings of one queue while the broker runs, starting from those shipped.
    void change(QueueName name, Consumer<AddressSettings> change) {
        var repository = broker.getActiveMQServer().getAddressSettingsRepository();
        var settings = new AddressSettings(repository.getMatch(name.address()));
        change.accept(settings);
        repository.addMatch(name.address(), settings);
    }

    static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Login files for every broker of this JVM: they are read again while brokers run.
    private static void logins() throws Exception {
        if (System.getProperty("java.security.auth.login.config") != null) {
            return;
        }
        var directory = Files.createDirectories(Path.of("target", "test-logins")).toAbsolutePath();
        copy("login.config", directory);
        copy("artemis-roles.properties", directory);
        Files.writeString(
                directory.resolve("artemis-users.properties"),
                """
                processor = %1$s
                reconciler = %1$s
                stranger = %1$s
                """
                        .formatted(PASSWORD));
        // Somebody the broker knows and no right is given to.
        Files.writeString(
                directory.resolve("artemis-roles.properties"),
                "stranger = stranger\n",
                StandardOpenOption.APPEND);
        System.setProperty(
                "java.security.auth.login.config", directory.resolve("login.config").toString());
    }

    private static void copy(String name, Path directory) throws Exception {
        var resource = TestBroker.class.getResource("/broker/" + name);
        if (resource == null) {
            throw new IllegalStateException("broker/" + name + " is not on the class path");
        }
        Files.copy(
                Path.of(URI.create(resource.toString())),
                directory.resolve(name),
                StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() {
        try {
            broker.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the broker of this test did not stop", e);
        }
    }
}
