package dev.consign.testkit.broker;

import dev.consign.testkit.process.ParentWatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.io.aio.AIOSequentialFileFactory;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;

/// Runs the product's broker configuration as it is; only host, port and data directory are ours.
public final class BrokerMain {
    /// Printed once the broker accepts connections.
    static final String ACTIVE = "consign broker is active";

    private static final String JOURNAL_TYPE = "consign.broker.journal-type";

    private BrokerMain() {}

    /// @param arguments the etc directory, with the TLS option in it or without; the rest comes
    ///   from system properties, see broker.xml
    /// @throws Exception when the broker does not start
    public static void main(String[] arguments) throws Exception {
        ParentWatch.start();
        var etc = Path.of(arguments[0]).toAbsolutePath();
        System.setProperty(
                "java.security.auth.login.config", etc.resolve(BrokerFiles.LOGIN).toString());
        useWhatTheMachineHas();
        var broker = new EmbeddedActiveMQ();
        broker.setConfigResourcePath(etc.resolve(BrokerFiles.CONFIGURATION).toUri().toString());
        broker.setSecurityManager(
                new ActiveMQJAASSecurityManager("consign", "consign-certificates"));
        var tls = etc.resolve(BrokerFiles.TLS);
        if (Files.exists(tls)) {
            broker.setPropertiesResourcePath(tls.toString());
        }
        broker.start();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> stop(broker)));
        if (!broker.getActiveMQServer().waitForActivation(60, TimeUnit.SECONDS)
                || !broker.getActiveMQServer().isActive()) {
            System.err.println("The broker did not become active; see above.");
            System.exit(1);
        }
        System.out.println(ACTIVE);
    }

    /// Without libaio the broker would warn at each start that it does the same by itself.
    private static void useWhatTheMachineHas() {
        if (System.getProperty(JOURNAL_TYPE) == null && !AIOSequentialFileFactory.isSupported()) {
            System.setProperty(JOURNAL_TYPE, "NIO");
            System.out.println("libaio is not installed: the journal uses NIO");
        }
    }

    private static void stop(EmbeddedActiveMQ broker) {
        try {
            broker.stop();
        } catch (Exception e) {
            System.err.println("The broker did not stop in good order: " + e);
        }
    }
}
