-- What the payments of an order say was collected is what its COLLECT journals booked, to the minor unit; a payment that
-- is paid has collected something, and one that is not has not.
SELECT o.order_no, o.status, COALESCE(p.collected, 0) AS collected, COALESCE(j.booked, 0) AS booked
  FROM orders o
  LEFT JOIN (SELECT order_no, SUM(collected_minor) AS collected FROM payment GROUP BY order_no) p ON p.order_no = o.order_no
  LEFT JOIN (SELECT j.order_no, SUM(e.amount_minor) AS booked
               FROM journal j
               JOIN ledger_entry e ON e.journal_key = j.journal_key AND e.amount_minor > 0
              WHERE j.kind = 'COLLECT'
              GROUP BY j.order_no) j ON j.order_no = o.order_no
 WHERE COALESCE(p.collected, 0) <> COALESCE(j.booked, 0)
UNION ALL
SELECT p.payment_no, p.status, p.collected_minor, p.amount_minor
  FROM payment p
 WHERE (p.status IN ('PAID', 'REFUNDED')) <> (p.collected_minor >= p.amount_minor)
    OR (p.collected_minor > 0) <> (p.transaction_id IS NOT NULL)
