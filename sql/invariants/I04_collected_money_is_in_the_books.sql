-- What the payments of an order say was collected is what its journals booked as collected, corrections included, to the minor
-- unit; a payment that is paid has collected something unless that was taken back, and one that is not has not.
SELECT o.order_no, o.status, COALESCE(p.collected, 0) AS collected, COALESCE(j.booked, 0) AS booked
  FROM orders o
  LEFT JOIN (SELECT order_no, SUM(collected_minor) AS collected FROM payment GROUP BY order_no) p ON p.order_no = o.order_no
  LEFT JOIN (SELECT j.order_no, SUM(e.amount_minor) AS booked
               FROM journal j
               JOIN ledger_entry e ON e.journal_key = j.journal_key AND e.account LIKE 'gateway:%:clearing'
              WHERE j.kind = 'COLLECT'
                 OR (j.kind = 'CORRECT' AND j.journal_key NOT LIKE '%:REFUND_REVERSE')
              GROUP BY j.order_no) j ON j.order_no = o.order_no
 WHERE COALESCE(p.collected, 0) <> COALESCE(j.booked, 0)
UNION ALL
SELECT p.payment_no, p.status, p.collected_minor, p.amount_minor
  FROM payment p
 WHERE (p.collected_minor > 0 AND (p.status NOT IN ('PAID', 'REFUNDED') OR p.transaction_id IS NULL))
    OR (p.status NOT IN ('PAID', 'REFUNDED') AND p.transaction_id IS NOT NULL)
    OR (p.status IN ('PAID', 'REFUNDED') AND p.collected_minor = 0
        AND NOT EXISTS (SELECT 1 FROM journal j
                         WHERE j.order_no = p.order_no AND j.kind = 'CORRECT' AND j.journal_key LIKE '%:REVERSE'))
