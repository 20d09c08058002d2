package dev.consign.testkit.broker;

import dev.consign.testkit.process.Child;
import dev.consign.testkit.process.ChildSpec;
import dev.consign.testkit.process.JavaCommand;
import dev.consign.testkit.process.Readiness;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A broker process with the product's configuration; restarted, it has the same port and journal.
public final class BrokerProcess implements AutoCloseable {
    private static final int HEAP_MEBIBYTES = 512;
    private static final Duration START = Duration.ofMinutes(1);
    private static final Duration STOP = Duration.ofSeconds(20);

    private final BrokerOptions options;
    private final Child child;

    private BrokerProcess(BrokerOptions options, Child child) {
        this.options = options;
        this.child = child;
    }

    /// Writes the broker's files; starts nothing.
    ///
    /// @param options where and for whom
    /// @return a broker that can be started
    public static BrokerProcess prepare(BrokerOptions options) {
        var etc = options.directory().resolve("etc").toAbsolutePath();
        BrokerFiles.write(etc, options.passwords());
        if (options.steered()) {
            BrokerFiles.letProcessorSteer(etc);
        }
        var command =
                JavaCommand.main(
                        HEAP_MEBIBYTES,
                        List.of(
                                "-Dconsign.broker.host=127.0.0.1",
                                "-Dconsign.broker.port=" + options.port(),
                                "-Dconsign.broker.data="
                                        + options.directory().resolve("data").toAbsolutePath(),
                                "-Dconsign.log=INFO"),
                        BrokerMain.class,
                        etc.toString());
        // The acceptor opens only once the broker is active, so a connection says both.
        var spec =
                new ChildSpec(
                        "broker", command, Map.of(), options.log(), Readiness.tcp(options.port()));
        return new BrokerProcess(options, new Child(spec));
    }

    /// Starts the broker and waits until it accepts connections.
    public void start() throws InterruptedException {
        child.start();
        child.awaitReady(START);
    }

    /// @return the process, for those who watch over it themselves
    public Child child() {
        return child;
    }

    /// @return the address for clients
    public String url() {
        return "tcp://127.0.0.1:" + options.port();
    }

    /// @param user one of those in the options
    /// @return its password
    public String password(String user) {
        var password = options.passwords().get(user);
        if (password == null) {
            throw new IllegalArgumentException("no broker user " + user);
        }
        return password;
    }

    /// Stops the broker in good order.
    @Override
    public void close() {
        child.stop(STOP);
    }
}
