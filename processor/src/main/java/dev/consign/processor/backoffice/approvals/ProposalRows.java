package dev.consign.processor.backoffice.approvals;

import dev.consign.id.OrderNo;
import dev.consign.money.Money;
import dev.consign.platform.keyset.KeysetPage;
import dev.consign.platform.keyset.PageStatement;
import dev.consign.platform.keyset.Window;
import dev.consign.processor.backoffice.approvals.Proposal.Draft;
import dev.consign.processor.security.Caller;
import dev.consign.sql.InvariantViolation;
import dev.consign.sql.Utc;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The statements about `proposal`, and those that say how much of an order people have moved.
@Component
final class ProposalRows {
    private static final String COLUMNS =
            """
            SELECT proposal_id, action, subject, request, amounts, what, reason, status, proposed_by, proposed_at, expires_at,
                   decided_by, decided_at, decision, answer
              FROM proposal
            """;

    private static final String LOCK = COLUMNS + " WHERE proposal_id = :id FOR UPDATE";
    private static final String ONE = COLUMNS + " WHERE proposal_id = :id";
    private static final String OPEN =
            COLUMNS + " WHERE action = :action AND open_subject = :subject";

    private static final String INSERT =
            """
            INSERT INTO proposal (proposal_id, action, subject, request, amounts, what, reason, status, proposed_by, proposed_at,
                                  expires_at)
            VALUES (:id, :action, :subject, :request, :amounts, :what, :reason, 'OPEN', :actor, :at, :until)
            """;

    private static final String EXPIRE =
            """
            UPDATE proposal SET status = 'EXPIRED', decided_at = :now
             WHERE action = :action AND open_subject = :subject
               AND expires_at <= :now -- an open one is in the way of the next
            """;

    private static final String DECIDE =
            """
            UPDATE proposal SET status = :to, decided_by = :actor, decided_at = :at, decision = :decision
             WHERE proposal_id = :id
               AND status = 'OPEN' -- once
            """;

    private static final String ANSWER =
            "UPDATE proposal SET answer = :answer WHERE proposal_id = :id AND status = 'APPROVED'";

    // By people, who have a role; what the shop's program asks for is the shop's to limit.
    private static final String ASKED_BACK =
            """
            SELECT currency, SUM(amount_minor) AS minor FROM refund
             WHERE order_no = :order AND status IN ('REQUESTED', 'SUCCEEDED') AND actor LIKE '%:%' AND actor <> :shop
             GROUP BY currency
            """;

    private static final String PRICE =
            "SELECT currency, amount_minor AS minor FROM orders WHERE order_no = :order";

    private final JdbcClient jdbc;

    ProposalRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Proposal> lock(String id) {
        return jdbc.sql(LOCK).param("id", id).query((row, _) -> proposal(row)).optional();
    }

    Optional<Proposal> find(String id) {
        return jdbc.sql(ONE).param("id", id).query((row, _) -> proposal(row)).optional();
    }

    Optional<Proposal> open(Draft draft) {
        return jdbc.sql(OPEN)
                .param("action", draft.action().name())
                .param("subject", draft.subject())
                .query((row, _) -> proposal(row))
                .optional();
    }

    /// Newest first.
    ///
    /// @param now what is open and over is found as EXPIRED
    KeysetPage<Proposal> page(
            @Nullable ProposalStatus status, @Nullable String subject, Window window, Instant now) {
        return statement(status, subject, window, now)
                .read(jdbc, (row, _) -> proposal(row), Proposal::proposalId);
    }

    static PageStatement statement(
            @Nullable ProposalStatus status, @Nullable String subject, Window window, Instant now) {
        var statement =
                PageStatement.newestFirst(COLUMNS, "proposal_id", "proposed_at", window)
                        .where("subject = :subject", subject);
        return switch (status) {
            case OPEN -> statement.where("status = 'OPEN' AND expires_at > :now", Utc.column(now));
            case EXPIRED ->
                    statement.where(
                            "(status = 'EXPIRED' OR (status = 'OPEN' AND expires_at <= :now))",
                            Utc.column(now));
            case APPROVED, REJECTED -> statement.where("status = :status", status.name());
            case null -> statement;
        };
    }

    void expire(Draft draft, Instant now) {
        jdbc.sql(EXPIRE)
                .param("action", draft.action().name())
                .param("subject", draft.subject())
                .param("now", Utc.column(now))
                .update();
    }

    /// @throws org.springframework.dao.DuplicateKeyException when one is open already
    void insert(String id, Draft draft, Instant now, Instant until) {
        jdbc.sql(INSERT)
                .param("id", id)
                .param("action", draft.action().name())
                .param("subject", draft.subject())
                .param("request", draft.request())
                .param("amounts", text(draft.amounts()))
                .param("what", draft.what())
                .param("reason", draft.reason())
                .param("actor", draft.actor())
                .param("at", Utc.column(now))
                .param("until", Utc.column(until))
                .update();
    }

    void decide(String id, ProposalStatus to, String actor, String decision, Instant now) {
        var decided =
                jdbc.sql(DECIDE)
                        .param("to", to.name())
                        .param("actor", actor)
                        .param("at", Utc.column(now))
                        .param("decision", decision)
                        .param("id", id)
                        .update();
        InvariantViolation.expect("proposals decided", 1, decided);
    }

    void answer(String id, String answer) {
        jdbc.sql(ANSWER).param("answer", answer).param("id", id).update();
    }

    List<Money> askedBack(OrderNo order) {
        return jdbc.sql(ASKED_BACK)
                .param("order", order.value())
                .param("shop", Caller.SHOP)
                .query((row, _) -> Money.of(row.getString("currency"), row.getLong("minor")))
                .list();
    }

    List<Money> price(OrderNo order) {
        return jdbc.sql(PRICE)
                .param("order", order.value())
                .query((row, _) -> Money.of(row.getString("currency"), row.getLong("minor")))
                .list();
    }

    private static Proposal proposal(ResultSet row) throws SQLException {
        return new Proposal(
                row.getString("proposal_id"),
                ProposalAction.valueOf(row.getString("action")),
                row.getString("subject"),
                row.getString("request"),
                amounts(row.getString("amounts")),
                row.getString("what"),
                row.getString("reason"),
                ProposalStatus.valueOf(row.getString("status")),
                row.getString("proposed_by"),
                Utc.instant(row, "proposed_at"),
                Utc.instant(row, "expires_at"),
                row.getString("decided_by"),
                row.getTimestamp("decided_at") == null ? null : Utc.instant(row, "decided_at"),
                row.getString("decision"),
                row.getString("answer"));
    }

    private static String text(List<Money> amounts) {
        return amounts.stream()
                .map(one -> one.currency().getCurrencyCode() + " " + one.minor())
                .collect(Collectors.joining(","));
    }

    private static List<Money> amounts(String text) {
        return Arrays.stream(text.split(",", -1))
                .filter(one -> !one.isEmpty())
                .map(one -> Money.of(one.substring(0, 3), Long.parseLong(one.substring(4))))
                .toList();
    }
}
