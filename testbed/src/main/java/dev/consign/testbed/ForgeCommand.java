package dev.consign.testbed;

import dev.consign.cli.CommandFailure;
import dev.consign.cli.RunningHere;
import jakarta.jms.JMSRuntimeException;
import java.util.Objects;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `consign forge`: puts a message into a queue of a running `./consign up` as a stranger would, so
/// that one can see what becomes of it: it is believed by nobody, and ends as a dead letter.
@Command(
        name = "forge",
        mixinStandardHelpOptions = true,
        description = {
            "Put a message of a stranger into a queue of ./consign up, for trying out dead letters.",
            "Nobody believes it: it is put aside as FORGED_SENDER, under the order that it names."
        })
public final class ForgeCommand implements Runnable {
    private static final String QUEUE = "consign.payment.callback";

    private static final long CALL_MILLIS = 10_000;

    @Spec private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "BODY",
            description = "What it says, for example {\"orderNo\":\"O123\"}.")
    private String body = "";

    @Mixin private RunningHere here = new RunningHere();

    @Override
    public void run() {
        var broker = here.description(System.getenv()).path("broker");
        try (var factory = new ActiveMQConnectionFactory(broker.path("url").asString())) {
            factory.setCallTimeout(CALL_MILLIS);
            try (var context =
                    factory.createContext(
                            broker.path("user").asString(), broker.path("password").asString())) {
                context.createProducer().send(context.createQueue(QUEUE), body);
            }
        } catch (JMSRuntimeException e) {
            throw CommandFailure.notReachable(
                    "The broker does not take it: %s".formatted(e.getMessage()));
        }
        Objects.requireNonNull(spec)
                .commandLine()
                .getOut()
                .printf("In the queue %s now; see ./consign dlq list.%n", QUEUE);
    }
}
