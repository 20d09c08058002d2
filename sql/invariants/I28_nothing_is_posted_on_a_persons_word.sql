-- No money is collected in the books because a person, or a file that a person gave, says so; and behind every delivered order
-- stands a callback, an answer of the gateway, or a file that was fetched from it.
SELECT e.message_id AS subject, e.source, e.outcome
  FROM payment_evidence e
 WHERE e.kind = 'PAID' AND e.outcome IN ('APPLIED', 'PARKED') AND e.source IN ('UPLOAD', 'MANUAL')
UNION ALL
SELECT o.order_no, 'nobody', o.status
  FROM orders o
 WHERE o.status = 'COMPLETED'
   AND NOT EXISTS (SELECT 1 FROM payment_evidence e
                    WHERE e.order_no = o.order_no AND e.kind = 'PAID' AND e.outcome IN ('APPLIED', 'PARKED')
                      AND e.source IN ('CALLBACK', 'QUERY', 'REISSUE', 'STATEMENT'))
