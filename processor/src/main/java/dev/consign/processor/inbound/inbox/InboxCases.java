package dev.consign.processor.inbound.inbox;

import dev.consign.gateway.CallbackReading.Unrecognised;
import dev.consign.id.GatewayCode;
import dev.consign.id.IdSource;
import dev.consign.id.NumberPrefix;
import dev.consign.id.PaymentNo;
import dev.consign.order.CaseKind;
import dev.consign.sql.Utc;
import java.time.Instant;
import java.util.HashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Hands what speaks of money and was not understood to a person: one case a row of the inbox. The
/// same word again changes nothing; another one is looked at again.
@Component
final class InboxCases {
    private static final String OPEN =
            """
            INSERT INTO case_file (case_id, case_key, kind, status, order_no, payment_no, evidence, opened_at)
            VALUES (:case, :key, :kind, 'OPEN', :order, :payment, :evidence, :now)
            """;

    private static final String NOTE =
            "UPDATE callback_inbox SET case_id = :case WHERE inbox_id = :inbox";

    private static final String LOOK_AGAIN =
            """
            UPDATE case_file
               SET reopened_at = IF(status = 'OPEN', reopened_at, :now), status = 'OPEN', resolved_at = NULL, owner = NULL, resolution = NULL,
                   evidence = IF(CHAR_LENGTH(evidence) < 10000, CONCAT(evidence, '\\n', :evidence), evidence)
             WHERE case_id = :case
               AND LOCATE(:evidence, evidence) = 0 -- the same word again changes nothing
            """;

    private static final String CASE_OF =
            "SELECT case_id FROM callback_inbox WHERE inbox_id = :inbox AND case_id IS NOT NULL";

    private final JdbcClient jdbc;
    private final IdSource ids;

    InboxCases(JdbcClient jdbc, IdSource ids) {
        this.jdbc = jdbc;
        this.ids = ids;
    }

    /// In the transaction that keeps the row, which nobody else changes meanwhile.
    ///
    /// @param payment as it may be shown; null when none is named
    /// @param order whose payment that is; null when it is none of ours
    void open(
            String inboxId,
            GatewayCode gateway,
            Unrecognised callback,
            @Nullable String payment,
            @Nullable String order,
            Instant now) {
        var evidence = evidence(inboxId, gateway, callback, payment);
        var known = jdbc.sql(CASE_OF).param("inbox", inboxId).query(String.class).optional();
        if (known.isPresent()) {
            jdbc.sql(LOOK_AGAIN)
                    .param("case", known.get())
                    .param("evidence", evidence)
                    .param("now", Utc.column(now))
                    .update();
            return;
        }
        var kind =
                payment != null && order == null
                        ? CaseKind.UNKNOWN_ORDER
                        : CaseKind.UNKNOWN_CALLBACK;
        var caseId = ids.next(NumberPrefix.CASE);
        var values = new HashMap<String, @Nullable Object>();
        values.put("case", caseId);
        values.put("key", kind + ":" + inboxId);
        values.put("kind", kind.name());
        values.put("order", order);
        values.put("payment", payment == null ? null : shaped(payment).orElse(null));
        values.put("evidence", evidence);
        values.put("now", Utc.column(now));
        jdbc.sql(OPEN).params(values).update();
        jdbc.sql(NOTE).param("case", caseId).param("inbox", inboxId).update();
    }

    /// The number as a column of numbers can hold it; empty for one of another platform.
    static Optional<String> shaped(String payment) {
        try {
            return Optional.of(new PaymentNo(payment).value());
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static String evidence(
            String inboxId, GatewayCode gateway, Unrecognised callback, @Nullable String payment) {
        var said = callback.said();
        var text = new StringBuilder();
        text.append(
                "%s posted %s".formatted(gateway, shown("an event without a type", said.type())));
        add(text, " about payment ", payment);
        add(text, ", amount ", said.amount());
        add(text, ", transaction ", said.transactionId());
        add(text, ", refund ", said.refundNo());
        return text.append(
                        "; not understood: %s (%s, callback %s)"
                                .formatted(
                                        Shown.text(callback.detail(), 200),
                                        Shown.text(callback.reason(), 32),
                                        inboxId))
                .toString();
    }

    private static void add(StringBuilder text, String before, @Nullable String what) {
        if (what != null) {
            text.append(before).append(Shown.text(what, 64));
        }
    }

    private static String shown(String otherwise, @Nullable String what) {
        return what == null ? otherwise : Shown.text(what, 64);
    }
}
