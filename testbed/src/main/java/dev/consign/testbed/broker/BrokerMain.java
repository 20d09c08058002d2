package dev.consign.testbed.broker;

import dev.consign.testbed.process.ParentWatch;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;

/// Runs the product's broker configuration as it is; only host, port and data directory are ours.
public final class BrokerMain {
    /// Printed once the broker accepts connections.
    static final String ACTIVE = "consign broker is active";

    private BrokerMain() {}

    /// @param arguments the etc directory; the rest comes from system properties, see broker.xml
    /// @throws Exception when the broker does not start
    public static void main(String[] arguments) throws Exception {
        ParentWatch.start();
        var etc = Path.of(arguments[0]).toAbsolutePath();
        System.setProperty(
                "java.security.auth.login.config", etc.resolve(BrokerFiles.LOGIN).toString());
        var broker = new EmbeddedActiveMQ();
        broker.setConfigResourcePath(etc.resolve(BrokerFiles.CONFIGURATION).toUri().toString());
        broker.setSecurityManager(new ActiveMQJAASSecurityManager("consign"));
        broker.start();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> stop(broker)));
        if (!broker.getActiveMQServer().waitForActivation(60, TimeUnit.SECONDS)
                || !broker.getActiveMQServer().isActive()) {
            System.err.println("The broker did not become active; see above.");
            System.exit(1);
        }
        System.out.println(ACTIVE);
    }

    private static void stop(EmbeddedActiveMQ broker) {
        try {
            broker.stop();
        } catch (Exception e) {
            System.err.println("The broker did not stop in good order: " + e);
        }
    }
}
