package dev.consign.reconciler.task;

import dev.consign.id.IdSource;
import dev.consign.id.NumberPrefix;
import dev.consign.sql.Utc;
import dev.consign.task.TaskKind;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import tools.jackson.databind.json.JsonMapper;

/// Hands a task that leads nowhere to a person. A second time opens the same case again.
final class TaskCases {
    private static final String OPEN =
            """
            INSERT INTO case_file (case_id, case_key, kind, status, order_no, payment_no,
                                   evidence, opened_at)
            VALUES (:case, :key, :kind, 'OPEN', :order, :payment, :evidence, :now)
            ON DUPLICATE KEY UPDATE status = 'OPEN', evidence = :evidence, opened_at = :now,
                                    owner = NULL, resolution = NULL, resolved_at = NULL
            """;

    private final NamedParameterJdbcOperations jdbc;
    private final IdSource ids;
    private final JsonMapper json = JsonMapper.builder().build();

    TaskCases(NamedParameterJdbcOperations jdbc, IdSource ids) {
        this.jdbc = jdbc;
        this.ids = ids;
    }

    /// In the transaction that gives the task up.
    ///
    /// @param answer what the gateway said last
    void open(TaskClaim claim, String answer, Instant now) {
        var kind = claim.kind().failed().name();
        var values = new HashMap<String, @Nullable Object>();
        values.put("case", ids.next(NumberPrefix.CASE));
        values.put("key", kind + ":" + claim.reference());
        values.put("kind", kind);
        values.put("order", claim.orderNo() == null ? null : claim.orderNo().value());
        values.put("payment", claim.paymentNo().value());
        values.put("evidence", evidence(claim, answer));
        values.put("now", Utc.column(now));
        jdbc.update(OPEN, values);
    }

    private String evidence(TaskClaim claim, String answer) {
        var evidence = new LinkedHashMap<String, Object>();
        evidence.put("gateway", claim.gateway().value());
        if (claim.kind() == TaskKind.REFUND) {
            evidence.put("refundNo", claim.reference());
        }
        if (claim.payload() instanceof TaskPayload.Refund(var request)) {
            evidence.put("amount", request.amount().toString());
        }
        evidence.put("attempts", claim.attempts() + 1);
        evidence.put("lastAnswer", answer);
        return json.writeValueAsString(evidence);
    }
}
