-- While the gateway may have returned money of a payment by itself, or it is contested, nobody asks the gateway to return more
-- of it: the buyer would have it twice. What went back without our asking is not forgotten by us either.
SELECT r.refund_no AS subject, r.payment_no, c.case_id, 'asked for' AS wrong
  FROM refund r
  JOIN gateway_task t ON t.reference = r.refund_no AND t.kind = 'REFUND' AND t.status = 'WAITING'
  JOIN case_file c ON c.payment_no = r.payment_no AND c.status = 'OPEN' AND c.kind IN ('UNEXPECTED_REFUND', 'DISPUTE')
 WHERE r.status = 'REQUESTED'
UNION ALL
SELECT c.case_key, c.payment_no, c.case_id, 'forgotten'
  FROM case_file c
 WHERE c.kind = 'UNEXPECTED_REFUND' AND c.status = 'RESOLVED' AND c.owner = 'engine' AND c.fact_kind = 'REFUNDED'
   AND NOT EXISTS (SELECT 1 FROM refund r
                    WHERE r.payment_no = c.payment_no AND c.number IN (r.refund_no, r.gateway_refund_no))
   AND NOT EXISTS (SELECT 1 FROM payment_evidence e
                    WHERE e.payment_no = c.payment_no AND e.kind = 'REFUND_RETURNED' AND e.outcome = 'APPLIED')
UNION ALL
SELECT CONCAT(d.payment_no, '/', d.dispute_no), d.payment_no, NULL, 'dispute without a case'
  FROM dispute d
 WHERE d.status = 'OPENED'
   AND NOT EXISTS (SELECT 1 FROM case_file c
                    WHERE c.payment_no = d.payment_no AND c.kind = 'DISPUTE' AND c.number = d.dispute_no AND c.status = 'OPEN')
