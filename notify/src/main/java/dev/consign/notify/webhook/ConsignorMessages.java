package dev.consign.notify.webhook;

import dev.consign.message.Notification;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// What a consignor is told, with what the order says of the goods, which never changes.
@Component
final class ConsignorMessages {
    private static final String SOLD =
            "SELECT item_id, quantity FROM orders WHERE order_no = :order";

    private final JdbcClient jdbc;

    ConsignorMessages(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    String body(Notification told) {
        return jdbc.sql(SOLD)
                .param("order", told.orderNo().value())
                .query((row, _) ->
                        EventBody.forConsignor(
                                told, row.getString("item_id"), row.getInt("quantity")))
                .single();
    }
}
