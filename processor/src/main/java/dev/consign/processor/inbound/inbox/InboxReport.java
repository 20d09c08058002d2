package dev.consign.processor.inbound.inbox;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.consign.id.GatewayCode;
import dev.consign.platform.keyset.KeysetPage;
import dev.consign.platform.keyset.PageStatement;
import dev.consign.platform.keyset.Window;
import dev.consign.processor.backoffice.deadletters.Mask;
import dev.consign.sql.Utc;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Shows what was not understood; card numbers and secrets are masked.
@Component
final class InboxReport {
    private static final String COLUMNS =
            """
            SELECT inbox_id, gateway, event_id, received_at, last_received_at, times, altered, reason, detail, of_money,
                   event_type, payment_no, transaction_id, refund_no, amount, order_no, case_id
            """;

    private static final String PAGE =
            COLUMNS
                    + """
                      FROM callback_inbox
                    """;

    private static final String ONE =
            COLUMNS
                    + """
                         , headers, body
                      FROM callback_inbox
                     WHERE inbox_id = :id
                    """;

    private final JdbcClient jdbc;
    private final JsonMapper json = JsonMapper.builder().build();

    InboxReport(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Newest first.
    KeysetPage<InboxView> page(@Nullable GatewayCode gateway, Window window) {
        return statement(gateway, window).read(jdbc, (row, _) -> view(row), InboxView::inboxId);
    }

    static PageStatement statement(@Nullable GatewayCode gateway, Window window) {
        return PageStatement.newestFirst(PAGE, "inbox_id", "received_at", window)
                .where("gateway = :gateway", gateway == null ? null : gateway.value());
    }

    Optional<InboxDetail> one(String id) {
        return jdbc.sql(ONE).param("id", id).query((row, _) -> detail(row)).optional();
    }

    private static InboxView view(ResultSet row) throws SQLException {
        return new InboxView(
                row.getString("inbox_id"),
                row.getString("gateway"),
                row.getString("event_id"),
                Utc.instant(row, "received_at"),
                Utc.instant(row, "last_received_at"),
                row.getLong("times"),
                row.getLong("altered"),
                row.getString("reason"),
                row.getString("detail"),
                row.getBoolean("of_money"),
                row.getString("event_type"),
                row.getString("payment_no"),
                row.getString("transaction_id"),
                row.getString("refund_no"),
                row.getString("amount"),
                row.getString("order_no"),
                row.getString("case_id"));
    }

    private InboxDetail detail(ResultSet row) throws SQLException {
        var headers =
                json.readValue(
                        row.getString("headers"), new TypeReference<Map<String, String>>() {});
        var body = Mask.bytes(row.getBytes("body"));
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
            return new InboxDetail(view(row), headers, "text", text);
        } catch (CharacterCodingException _) {
            var coded = Base64.getEncoder().encodeToString(body);
            return new InboxDetail(view(row), headers, "base64", coded);
        }
    }

    /// One callback that was not understood.
    ///
    /// @param eventId the gateway's own name of it
    /// @param times how often it came
    /// @param altered how often with other bytes than the first time
    /// @param speaksOfMoney then there is a case
    /// @param paymentNo and what follows: as the gateway wrote it, cut to its column
    /// @param orderNo whose payment it names, if that is ours
    record InboxView(
            String inboxId,
            String gateway,
            @Nullable String eventId,
            Instant receivedAt,
            Instant lastReceivedAt,
            long times,
            long altered,
            String reason,
            String detail,
            boolean speaksOfMoney,
            @Nullable String eventType,
            @Nullable String paymentNo,
            @Nullable String transactionId,
            @Nullable String refundNo,
            @Nullable String amount,
            @Nullable String orderNo,
            @Nullable String caseId) {}

    /// One with its bytes.
    ///
    /// @param bodyEncoding `text`, or `base64` for what is no UTF-8
    record InboxDetail(
            @JsonUnwrapped InboxView view,
            Map<String, String> headers,
            String bodyEncoding,
            String body) {}
}
