package dev.consign.processor.inbound.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.consign.broker.QueueName;
import dev.consign.broker.QueueSender;
import dev.consign.broker.RealBroker;
import dev.consign.id.IdSource;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.Ping;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionRequestProducerCreditsMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionSendMessage;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A gateway waits for the answer to each callback, and the answer waits for the broker: what goes
/// over the wire between the two is counted, packet by packet.
class SendsPerCallbackTest {
    private static final int CALLBACKS = 100;

    private final IdSource ids = IdSource.secure(InstantSource.system());

    @Test
    void a_callback_of_one_fact_is_one_durable_send_and_waits_for_the_broker_once(
            @TempDir Path directory) throws Exception {
        try (var broker = RealBroker.start(directory);
                var connections = RealBroker.connections(broker.port());
                var queues = new QueueSender(connections, 2)) {
            var settings = HungBrokerTest.SETTINGS;
            var sender =
                    new FactSender(
                            queues, CallbackConfiguration.breaker(settings), settings.send(), ids);
            var asked = new Packets();
            var answered = new Packets();
            var locator = connections.sending().getServerLocator();
            locator.addOutgoingInterceptor(asked);
            locator.addIncomingInterceptor(answered);
            // The first one opens a connection.
            assertThat(sender.send(List.of(PaidFact.next()))).isTrue();
            asked.clear();
            answered.clear();

            for (var i = 0; i < CALLBACKS; i++) {
                assertThat(sender.send(List.of(PaidFact.next()))).isTrue();
            }

            var sends = asked.of(SessionSendMessage.class);
            assertThat(sends).hasSize(CALLBACKS);
            assertThat(sends)
                    .allMatch(send -> send.isRequiresResponse() && send.getMessage().isDurable());
            assertThat(answered.all()).filteredOn(Packet::isResponse).hasSize(CALLBACKS);
            // Nobody waits for these; the window holds dozens of callbacks.
            var credits = asked.of(SessionRequestProducerCreditsMessage.class);
            assertThat(credits).hasSizeLessThanOrEqualTo(CALLBACKS / 10);
            assertThat(asked.all()).hasSize(sends.size() + credits.size());
            // The broker counts a message a moment after it has answered.
            await().until(() -> broker.depth(QueueName.PAYMENT_CALLBACK) == CALLBACKS + 1);
        }
    }

    /// All packets of one direction but pings, which come when time has passed.
    private static final class Packets implements Interceptor {
        private final Queue<Packet> seen = new ConcurrentLinkedQueue<>();

        @Override
        public boolean intercept(Packet packet, RemotingConnection connection) {
            if (!(packet instanceof Ping)) {
                seen.add(packet);
            }
            return true;
        }

        List<Packet> all() {
            return List.copyOf(seen);
        }

        <T> List<T> of(Class<T> type) {
            return seen.stream().filter(type::isInstance).map(type::cast).toList();
        }

        void clear() {
            seen.clear();
        }
    }
}
