package dev.consign.processor.backoffice.cases;

import dev.consign.id.NumberPrefix;
import dev.consign.id.OrderNo;
import dev.consign.platform.audit.Audit;
import dev.consign.platform.keyset.KeysetPage;
import dev.consign.platform.keyset.PageStatement;
import dev.consign.platform.keyset.Window;
import dev.consign.platform.refusal.NotFound;
import dev.consign.platform.refusal.Refused;
import dev.consign.processor.backoffice.cases.stored.AuditRow;
import dev.consign.processor.backoffice.cases.stored.CaseRow;
import dev.consign.processor.hibernate.Sessions;
import dev.consign.sql.InvariantViolation;
import dev.consign.sql.Transactions;
import dev.consign.sql.Utc;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Finds cases and closes them: a case is closed once, by a named person with a reason, and that is
/// audited in the same transaction.
@Component
public final class CaseRepository {
    private static final String RESOLVE =
            """
            update CaseFile c
               set c.status = 'RESOLVED', c.resolution = :reason, c.owner = :actor, c.resolvedAt = :at
             where c.caseId = :id and c.status = 'OPEN'
            """;

    private static final String REOPEN =
            """
            update CaseFile c
               set c.status = 'OPEN', c.resolution = null, c.owner = null, c.resolvedAt = null
             where c.caseId = :id and c.status = 'RESOLVED'
            """;

    private static final String AUDITS =
            "from Audit a where a.subject in (:subjects) order by a.auditId";

    private final Sessions sessions;
    private final Transactions transactions;
    private final Audit audit;
    private final InstantSource clock;

    CaseRepository(Sessions sessions, Transactions transactions, Audit audit, InstantSource clock) {
        this.sessions = sessions;
        this.transactions = transactions;
        this.audit = audit;
        this.clock = clock;
    }

    /// Newest first.
    KeysetPage<CaseRow> page(Filter filter) {
        var statement = statement(filter);
        var found =
                transactions.call(() ->
                        sessions.call(session -> {
                            var query = session.createNativeQuery(statement.sql(), CaseRow.class);
                            statement.values().forEach(query::setParameter);
                            return query.getResultList();
                        }));
        return statement.page(found, row -> row.caseId);
    }

    static PageStatement statement(Filter filter) {
        return PageStatement.newestFirst(
                        "SELECT * FROM case_file", "case_id", "opened_at", filter.window)
                .where("status = :status", filter.status)
                .where("kind = :kind", filter.kind)
                .where("order_no = :orderNo", filter.orderNo)
                .where("payment_no = :paymentNo", filter.paymentNo);
    }

    /// @throws Refused when there is no such case
    CaseRow find(String caseId) {
        return transactions.call(() -> get(caseId));
    }

    /// What people did about the cases of the same order, oldest first.
    List<AuditRow> audits(CaseRow row) {
        var subjects = new ArrayList<>(List.of(row.caseId));
        row.order()
                .map(order -> page(Filter.ofOrder(order)).items())
                .ifPresent(all -> all.forEach(one -> subjects.add(one.caseId)));
        return transactions.call(() ->
                sessions.call(session ->
                        session.createSelectionQuery(AUDITS, AuditRow.class)
                                .setParameter("subjects", subjects)
                                .getResultList()));
    }

    /// In the caller's transaction.
    ///
    /// @throws Refused when there is no such case
    CaseRow get(String caseId) {
        return sessions.call(session ->
                Optional.ofNullable(session.get(CaseRow.class, caseId))
                        .orElseThrow(() -> new Refused(new NotFound("such case"))));
    }

    /// In the caller's transaction.
    ///
    /// @throws Refused when it is closed already, by a person or by the engine
    CaseRow close(String caseId, String reason, String actor) {
        var closed =
                sessions.call(session ->
                        session.createMutationQuery(RESOLVE)
                                .setParameter("reason", reason)
                                .setParameter("actor", actor)
                                .setParameter("at", Utc.column(clock.instant()))
                                .setParameter("id", caseId)
                                .executeUpdate());
        var row = get(caseId);
        if (closed == 0) {
            throw new Refused(
                    new CaseRefusal.AlreadyResolved(
                            String.valueOf(row.owner), String.valueOf(row.resolution)));
        }
        return row;
    }

    /// In the transaction that closed it.
    void reopen(String caseId) {
        var reopened =
                sessions.call(session ->
                        session.createMutationQuery(REOPEN)
                                .setParameter("id", caseId)
                                .executeUpdate());
        InvariantViolation.expect("cases opened again", 1, reopened);
    }

    /// In the caller's transaction.
    void audit(String caseId, Resolution wish, String actor, String after) {
        audit.write(actor, wish.action().audited(), caseId, wish.reason(), "OPEN", after);
    }

    /// What to look for; null for anything.
    record Filter(
            @Nullable String status,
            @Nullable String kind,
            @Nullable String orderNo,
            @Nullable String paymentNo,
            Window window) {
        static Filter ofOrder(OrderNo orderNo) {
            return new Filter(null, null, orderNo.value(), null, Window.all(NumberPrefix.CASE));
        }
    }
}
