-- The money that an order was completed for was named, by its own transaction, by a callback, by an answer of the gateway, or by a
-- line of a file that was fetched from it; a person's word, or a file that a person gave, is none of these.
SELECT o.order_no, p.payment_no, p.transaction_id
  FROM orders o
  JOIN payment p ON p.order_no = o.order_no AND p.used_minor > 0
 WHERE o.status = 'COMPLETED'
   AND NOT EXISTS (SELECT 1 FROM payment_evidence e
                    WHERE e.payment_no = p.payment_no AND e.transaction_id = p.transaction_id
                      AND e.kind = 'PAID' AND e.outcome IN ('APPLIED', 'PARKED')
                      AND e.source IN ('CALLBACK', 'QUERY', 'REISSUE', 'STATEMENT'))
