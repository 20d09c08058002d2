-- A payout holds back all that is held back at its time, and leaves at least that much of the credits it pays for. What was
-- refunded of a held order may have been committed while the payout read, for a minute; a refund of any order, for five (as in I21).
SELECT y.payout_id, 'does not hold back' AS wrong, y.held_minor, -SUM(e.amount_minor) AS minor
  FROM payout y
  JOIN payout_hold h ON h.consignor_id = y.consignor_id AND h.currency = y.currency
   AND h.held_at <= y.paid_at AND (h.released_at IS NULL OR h.released_at > y.paid_at)
  JOIN journal s ON s.order_no = h.order_no AND s.kind = 'SETTLE' AND s.posted_at < y.posted_before
  JOIN journal j ON j.order_no = h.order_no AND j.posted_at < y.paid_at + INTERVAL 1 MINUTE
  JOIN ledger_entry e ON e.journal_key = j.journal_key AND e.account = CONCAT('consignor:', h.consignor_id, ':payable')
 GROUP BY y.payout_id, y.held_minor
HAVING -SUM(e.amount_minor) > y.held_minor
UNION ALL
SELECT y.payout_id, 'does not leave', y.held_minor, -SUM(e.amount_minor)
  FROM payout y
  JOIN ledger_entry e ON e.account = CONCAT('consignor:', y.consignor_id, ':payable') AND e.currency = y.currency
 WHERE y.held_minor > 0
   AND CASE WHEN e.amount_minor <= 0 THEN e.posted_at < y.posted_before
            WHEN e.journal_key LIKE '%:PAYOUT' THEN e.posted_at <= y.paid_at
            ELSE e.posted_at < y.paid_at - INTERVAL 5 MINUTE END
 GROUP BY y.payout_id, y.held_minor
HAVING -SUM(e.amount_minor) < y.held_minor
