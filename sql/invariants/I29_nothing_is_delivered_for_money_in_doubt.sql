-- No order is delivered for money of which it was known that it had gone back or is contested.
SELECT o.order_no, p.payment_no, c.case_id, c.kind, c.opened_at, h.at AS delivered_at
  FROM orders o
  JOIN order_history h ON h.order_no = o.order_no AND h.to_status = 'COMPLETED'
  JOIN payment p ON p.order_no = o.order_no AND p.used_minor > 0
  JOIN case_file c ON c.payment_no = p.payment_no AND c.status = 'OPEN' AND COALESCE(c.reopened_at, c.opened_at) < h.at
   AND (c.kind IN ('UNEXPECTED_REFUND', 'DISPUTE')
        OR (c.kind IN ('UNKNOWN_ORDER', 'MISMATCH') AND (c.kind <> 'MISMATCH' OR c.amount_minor > 0)
            AND c.fact_kind IN ('REFUNDED', 'DISPUTE_OPENED', 'DISPUTE_LOST')))
 WHERE o.status = 'COMPLETED'
