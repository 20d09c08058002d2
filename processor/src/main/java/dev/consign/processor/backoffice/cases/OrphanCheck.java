package dev.consign.processor.backoffice.cases;

import dev.consign.id.OrderNo;
import dev.consign.payment.FactKind;
import dev.consign.payment.PaymentStatus;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Finds what nobody would look after once a case is closed (incident I8): an order in review
/// without a case, a payment or a refund nobody asks about, money that is held. As strict as the
/// invariants I10, I14, I18, I19 or stricter: held money counts as watched only by cases whose
/// action takes it, and that no word of a gateway closes while there is some; and so does an order
/// only a person can end, since what one of its payments had brought was taken back.
@Component
final class OrphanCheck {
    private static final String FIND =
            """
            SELECT CONCAT('order ', o.order_no, ' is in review') FROM orders o
             WHERE o.order_no = :order AND o.status = 'IN_REVIEW'
               AND NOT EXISTS (SELECT 1 FROM case_file c
                                WHERE c.order_no = o.order_no AND c.status = 'OPEN' AND c.case_id <> :but
                                  -- no word of a gateway ends an order of which a payment was emptied, but it closes others than these
                                  AND (c.kind IN ('CONFLICT', 'SECOND_PAYMENT', 'REFUND_RETURNED')
                                       OR NOT EXISTS (SELECT 1 FROM payment p
                                                       WHERE p.order_no = o.order_no AND p.status = 'PAID' AND p.collected_minor = 0)))
               -- where its money goes back, and only what is being asked can bring more, the answers to that end it
               AND (EXISTS (SELECT 1 FROM payment p
                             WHERE p.order_no = o.order_no AND p.status NOT IN (:over)
                               AND (p.status <> 'PAID' OR p.collected_minor = 0 OR p.held_minor > 0 OR p.used_minor > 0)
                               AND NOT EXISTS (SELECT 1 FROM gateway_task t
                                                WHERE t.reference = p.payment_no AND t.status = 'WAITING'
                                                  AND p.status IN (:open)))
                    OR NOT EXISTS (SELECT 1 FROM payment p
                                    WHERE p.order_no = o.order_no AND p.status NOT IN (:over))
                    OR NOT EXISTS (SELECT 1 FROM payment p
                                    WHERE p.order_no = o.order_no AND p.status IN ('PAID', 'REFUNDED')))
            UNION ALL
            SELECT CONCAT('payment ', p.payment_no, ' is ', p.status) FROM payment p
             WHERE p.order_no = :order AND p.status IN (:open)
               AND NOT EXISTS (SELECT 1 FROM gateway_task t
                                WHERE t.reference = p.payment_no AND t.status = 'WAITING')
               AND NOT EXISTS (SELECT 1 FROM case_file c
                                WHERE c.case_key = CONCAT('REQUERY_EXHAUSTED:', p.payment_no)
                                  AND c.status = 'OPEN' AND c.case_id <> :but)
               AND NOT EXISTS (SELECT 1 FROM case_file c
                                WHERE c.case_key = CONCAT('CLOSE_EXHAUSTED:', p.payment_no)
                                  AND c.status = 'OPEN' AND c.case_id <> :but)
            UNION ALL
            SELECT CONCAT('refund ', r.refund_no, ' is REQUESTED') FROM refund r
             WHERE r.order_no = :order AND r.status = 'REQUESTED'
               AND NOT EXISTS (SELECT 1 FROM gateway_task t
                                WHERE t.reference = r.refund_no AND t.kind = 'REFUND' AND t.status = 'WAITING')
               AND NOT EXISTS (SELECT 1 FROM case_file c
                                WHERE c.case_key = CONCAT('REFUND_FAILED:', r.refund_no)
                                  AND c.status = 'OPEN' AND c.case_id <> :but)
            UNION ALL
            SELECT CONCAT('payment ', p.payment_no, ' holds ', p.currency, ' ', p.held_minor, ' (minor units)') FROM payment p
             WHERE p.order_no = :order
               AND p.held_minor > (SELECT COALESCE(SUM(c.amount_minor), 0) FROM case_file c
                                    WHERE c.payment_no = p.payment_no -- what each case is about, and returns
                                      AND c.kind IN ('SECOND_PAYMENT', 'MISMATCH', 'REFUND_RETURNED')
                                      AND (c.kind <> 'MISMATCH' OR c.fact_kind = 'PAID')
                                      AND c.status = 'OPEN' AND c.case_id <> :but)
               AND NOT EXISTS (SELECT 1 FROM case_file c
                                WHERE c.payment_no = p.payment_no
                                  AND (c.kind IN ('UNEXPECTED_REFUND', 'DISPUTE')
                                       OR (c.kind = 'MISMATCH' AND c.fact_kind IN (:taking)))
                                  AND c.status = 'OPEN' AND c.case_id <> :but)
               AND NOT EXISTS (SELECT 1 FROM case_file c
                                WHERE c.order_no = p.order_no AND c.kind = 'REFUND_FAILED'
                                  AND c.status = 'OPEN' AND c.case_id <> :but)
            UNION ALL
            SELECT CONCAT('dispute ', d.dispute_no, ' is open') FROM dispute d
             WHERE d.order_no = :order AND d.status = 'OPENED'
               AND NOT EXISTS (SELECT 1 FROM case_file c
                                WHERE c.payment_no = d.payment_no AND c.kind = 'DISPUTE' AND c.number = d.dispute_no
                                  AND c.status = 'OPEN' AND c.case_id <> :but)
            UNION ALL
            SELECT CONCAT('what was said of payment ', p.payment_no, ' waits for its gateway, and nobody asks it')
              FROM payment p
              JOIN fact_confirmation f FORCE INDEX (fact_confirmation_payment)
                ON f.payment_no = p.payment_no AND f.status = 'WAITING'
             WHERE p.order_no = :order
               AND NOT EXISTS (SELECT 1 FROM gateway_task t
                                WHERE t.payment_no = p.payment_no AND t.status = 'WAITING')
               AND NOT EXISTS (SELECT 1 FROM case_file c
                                WHERE c.payment_no = p.payment_no
                                  AND c.kind IN ('REQUERY_EXHAUSTED', 'CLOSE_EXHAUSTED', 'REFUND_FAILED')
                                  AND c.status = 'OPEN' AND c.case_id <> :but)
            """;

    private final JdbcClient jdbc;

    OrphanCheck(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private static List<String> names(Set<? extends Enum<?>> values) {
        return values.stream().map(Enum::name).toList();
    }

    /// What would be left of the order without this case, in words; empty when nothing.
    List<String> without(String caseId, OrderNo orderNo) {
        return jdbc
                .sql(FIND)
                .param("order", orderNo.value())
                .param("but", caseId)
                .param("open", names(PaymentStatus.OPEN))
                .param("over", names(PaymentStatus.OVER))
                .param("taking", names(FactKind.TAKING_MONEY))
                .query(String.class)
                .list()
                .stream()
                .map(String::valueOf)
                .toList();
    }
}
