package dev.consign.processor.inbound.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.consign.broker.QueueName;
import dev.consign.broker.codec.FactCodec;
import dev.consign.broker.consume.LiveBroker;
import dev.consign.engine.MoneyPath;
import dev.consign.engine.MoneyPath.Waiting;
import dev.consign.order.ItemKind;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// A word is believed by who sent it to which queue, not by what it says of itself (issue 11 number
/// 5).
class WhoMaySayWhatTest {
    private static final MoneyPath PATH = new MoneyPath();
    private static final QueueName CALLBACK = QueueName.PAYMENT_CALLBACK;
    private static final QueueName REISSUE = QueueName.PAYMENT_REISSUE;

    /// What a stranger would write to be taken for a requeue.
    private static final Map<String, String> AS_IF_OF_THE_RECONCILER =
            Map.of(
                    "consign_requeued_from", "consign.payment.reissue",
                    "consign_requeued_sent_by", "reconciler");

    private static final Map<String, String> AS_IF_OF_THE_PROCESSOR =
            Map.of(
                    "consign_requeued_from", "consign.payment.callback",
                    "consign_requeued_sent_by", "processor",
                    "consign_sent_by", "processor",
                    "JMSXUserID", "processor");

    @AfterAll
    static void close() {
        PATH.close();
    }

    @Test
    void a_fact_is_processed_only_when_queue_sender_and_source_belong_together() throws Exception {
        var said =
                List.of(
                        believed("processor", CALLBACK, FactSource.CALLBACK, Map.of()),
                        forged("processor", CALLBACK, FactSource.QUERY, Map.of()),
                        forged("processor", CALLBACK, FactSource.MANUAL, Map.of()),
                        forged("processor", CALLBACK, FactSource.CALLBACK, AS_IF_OF_THE_RECONCILER),
                        forged("testbed", CALLBACK, FactSource.CALLBACK, Map.of()),
                        forged("testbed", CALLBACK, FactSource.CALLBACK, AS_IF_OF_THE_PROCESSOR),
                        believed("reconciler", REISSUE, FactSource.QUERY, Map.of()),
                        believed("reconciler", REISSUE, FactSource.REISSUE, Map.of()),
                        believed("reconciler", REISSUE, FactSource.STATEMENT, Map.of()),
                        forged("reconciler", REISSUE, FactSource.CALLBACK, Map.of()),
                        forged("reconciler", REISSUE, FactSource.MANUAL, Map.of()),
                        forged("reconciler", REISSUE, FactSource.CALLBACK, AS_IF_OF_THE_PROCESSOR),
                        forged("processor", REISSUE, FactSource.QUERY, Map.of()),
                        believed("processor", REISSUE, FactSource.QUERY, AS_IF_OF_THE_RECONCILER),
                        forged("processor", REISSUE, FactSource.MANUAL, AS_IF_OF_THE_RECONCILER),
                        forged("testbed", REISSUE, FactSource.QUERY, Map.of()),
                        forged("testbed", REISSUE, FactSource.QUERY, AS_IF_OF_THE_RECONCILER));
        var orders = PATH.orders(said.size(), ItemKind.ASSET_CREDIT);
        var causes = new ArrayList<String>();
        try (var broker = new LiveBroker()) {
            for (var i = 0; i < said.size(); i++) {
                send(broker, said.get(i), orders.get(i));
            }
            try (var _ = new RunningIntake(broker.connections(), PATH)) {
                await().until(() -> {
                    causes.addAll(broker.take(QueueName.DEAD_LETTER, "consign_cause"));
                    return causes.size() + processed(orders) == said.size();
                });
            }
        }
        assertThat(causes).containsOnly("FORGED_SENDER");
        for (var i = 0; i < said.size(); i++) {
            assertThat(processed(List.of(orders.get(i))))
                    .as("%s", said.get(i))
                    .isEqualTo(said.get(i).believed() ? 1 : 0);
        }
    }

    private static long processed(List<Waiting> orders) {
        return orders.stream()
                .mapToLong(order ->
                        PATH.count(
                                "SELECT COUNT(*) FROM orders WHERE status = 'COMPLETED' AND order_no = '%s'"
                                        .formatted(order.orderNo())))
                .sum();
    }

    private static void send(LiveBroker broker, Said said, Waiting order) throws Exception {
        broker.send(
                said.user(),
                said.queue(),
                session -> {
                    var message =
                            session.createTextMessage(
                                    FactCodec.encode(order.fact(FactKind.PAID, said.source())));
                    for (var property : said.properties().entrySet()) {
                        message.setStringProperty(property.getKey(), property.getValue());
                    }
                    return message;
                });
    }

    private static Said believed(
            String user, QueueName queue, FactSource source, Map<String, String> properties) {
        return new Said(user, queue, source, properties, true);
    }

    private static Said forged(
            String user, QueueName queue, FactSource source, Map<String, String> properties) {
        return new Said(user, queue, source, properties, false);
    }

    private record Said(
            String user,
            QueueName queue,
            FactSource source,
            Map<String, String> properties,
            boolean believed) {}
}
