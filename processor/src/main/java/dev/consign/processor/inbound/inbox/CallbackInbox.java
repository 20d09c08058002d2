package dev.consign.processor.inbound.inbox;

import dev.consign.gateway.CallbackReading.Unrecognised;
import dev.consign.id.GatewayCode;
import dev.consign.id.IdSource;
import dev.consign.id.NumberPrefix;
import dev.consign.id.Shape;
import dev.consign.sql.Transactions;
import dev.consign.sql.Utc;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Keeps what a gateway said and nobody here understood: one row an event, however often it comes,
/// and a case for what speaks of money, all in one transaction (rule 15).
@Component
public final class CallbackInbox {
    private static final int WORD = 64;
    private static final Shape EVENT_ID = Shape.of("[\\x21-\\x7e]", 1, 128);

    // Whichever key is hit, it is the same event. What it says of money stays said.
    private static final String KEEP =
            """
            INSERT INTO callback_inbox (inbox_id, gateway, event_id, body_digest, received_at, last_received_at, times, altered,
                                        reason, detail, of_money, event_type, payment_no, transaction_id, refund_no, amount,
                                        order_no, headers, body)
            VALUES (:id, :gateway, :event, :digest, :now, :now, 1, 0,
                    :reason, :detail, :money, :type, :payment, :transaction, :refund, :amount,
                    :order, :headers, :body)
            ON DUPLICATE KEY UPDATE
                times = times + 1,
                altered = altered + (body_digest <> VALUES(body_digest)),
                of_money = GREATEST(of_money, VALUES(of_money)),
                last_received_at = GREATEST(last_received_at, VALUES(last_received_at))
            """;

    private static final String BY_EVENT =
            "SELECT inbox_id FROM callback_inbox WHERE gateway = :gateway AND event_id = :event";

    private static final String BY_BYTES =
            "SELECT inbox_id FROM callback_inbox WHERE gateway = :gateway AND body_digest = :digest";

    private static final String ORDER =
            """
            SELECT order_no FROM payment
             WHERE payment_no = :payment AND gateway = :gateway
            """;

    private final Transactions transactions;
    private final JdbcClient jdbc;
    private final InboxCases cases;
    private final IdSource ids;
    private final InstantSource clock;
    private final JsonMapper json = JsonMapper.builder().build();

    CallbackInbox(
            Transactions transactions,
            JdbcClient jdbc,
            InboxCases cases,
            IdSource ids,
            InstantSource clock) {
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.cases = cases;
        this.ids = ids;
        this.clock = clock;
    }

    /// @param body as it came; by its digest it is known again
    /// @return the number of its row, new or not
    /// @throws dev.consign.sql.DatabaseDown when it is not kept: the gateway must send it again
    public String keep(GatewayCode gateway, Unrecognised callback, byte[] body) {
        var digest = digest(body);
        return transactions.call(() -> keep(gateway, callback, body, digest));
    }

    private String keep(GatewayCode gateway, Unrecognised callback, byte[] body, byte[] digest) {
        var now = clock.instant();
        var said = callback.said();
        var payment = Shown.nullable(said.paymentNo(), WORD);
        var order = payment == null ? null : orderOf(gateway, payment);
        var event = eventId(callback);
        var id = ids.next(NumberPrefix.CALLBACK);
        var values = new HashMap<String, @Nullable Object>();
        values.put("id", id);
        values.put("gateway", gateway.value());
        values.put("event", event);
        values.put("digest", digest);
        values.put("now", Utc.column(now));
        values.put("reason", Shown.text(callback.reason(), 32));
        values.put("detail", Shown.text(callback.detail(), 200));
        values.put("money", said.ofMoney() ? 1 : 0);
        values.put("type", Shown.nullable(said.type(), WORD));
        values.put("payment", payment);
        values.put("transaction", Shown.nullable(said.transactionId(), WORD));
        values.put("refund", Shown.nullable(said.refundNo(), WORD));
        values.put("amount", Shown.nullable(said.amount(), WORD));
        values.put("order", order);
        values.put("headers", json.writeValueAsString(callback.headers()));
        values.put("body", KeptBody.of(body));
        // One row is new, two mean that it was there.
        var row = jdbc.sql(KEEP).params(values).update() == 1 ? id : known(gateway, event, digest);
        if (said.ofMoney()) {
            cases.open(row, gateway, callback, payment, order, now);
        }
        return row;
    }

    private @Nullable String orderOf(GatewayCode gateway, String payment) {
        return InboxCases.shaped(payment)
                .flatMap(number ->
                        jdbc.sql(ORDER)
                                .param("payment", number)
                                .param("gateway", gateway.value())
                                .query(String.class)
                                .optional())
                .orElse(null);
    }

    /// One that the column cannot hold is none: the bytes still tell a repetition.
    private static @Nullable String eventId(Unrecognised callback) {
        var id = callback.eventId();
        return id != null && EVENT_ID.fits(id) ? id : null;
    }

    private String known(GatewayCode gateway, @Nullable String event, byte[] digest) {
        var byEvent =
                jdbc.sql(BY_EVENT)
                        .param("gateway", gateway.value())
                        .param("event", event)
                        .query(String.class)
                        .optional();
        return byEvent.orElseGet(() ->
                jdbc.sql(BY_BYTES)
                        .param("gateway", gateway.value())
                        .param("digest", digest)
                        .query(String.class)
                        .single());
    }

    private static byte[] digest(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
