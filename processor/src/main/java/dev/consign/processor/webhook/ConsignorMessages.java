package dev.consign.processor.webhook;

import dev.consign.processor.delivery.Delivery;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/// What a consignor is told: which of its goods, how many, for how much; of the buyer nothing but
/// the order number. The same for every repeat, since nothing of it ever changes.
final class ConsignorMessages {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String SOLD =
            "SELECT item_id, quantity, currency, amount_minor FROM orders WHERE order_no = :order";

    private final JdbcClient jdbc;

    ConsignorMessages(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    String body(Delivery delivery) {
        var event = delivery.event().name();
        var data =
                jdbc.sql(SOLD)
                        .param("order", delivery.orderNo().value())
                        .query((row, _) ->
                                new Data(
                                        delivery.orderNo().value(),
                                        row.getString("item_id"),
                                        row.getInt("quantity"),
                                        new Amount(
                                                row.getString("currency"),
                                                row.getLong("amount_minor")),
                                        event))
                        .single();
        return JSON.writeValueAsString(
                new Message(
                        "order." + event.toLowerCase(Locale.ROOT),
                        delivery.occurredAt().toString(),
                        data));
    }

    record Message(String type, String timestamp, Data data) {}

    record Data(String orderNo, String itemId, int quantity, Amount amount, String status) {}

    record Amount(String currency, long minor) {}
}
