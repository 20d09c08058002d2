-- Money that came and was dealt with has its journal in the books, and so has what went back; what was parked has a case, and
-- what waits for the gateway's word stands where it is waited for.
SELECT e.message_id, e.outcome, 'no journal' AS missing
  FROM payment_evidence e
  LEFT JOIN journal j ON j.journal_key = CONCAT(e.gateway, ':', e.transaction_id, ':COLLECT')
 WHERE e.kind = 'PAID' AND e.outcome IN ('APPLIED', 'PARKED') AND j.journal_key IS NULL
UNION ALL
-- The message id of a refund is gateway:payment/refund number:REFUNDED.
SELECT e.message_id, e.outcome, 'no journal'
  FROM payment_evidence e
  LEFT JOIN journal j ON j.journal_key = CONCAT(SUBSTRING_INDEX(SUBSTRING_INDEX(e.message_id, '/', -1), ':', 1), ':REFUND')
 WHERE e.kind = 'REFUNDED' AND e.outcome = 'APPLIED' AND j.journal_key IS NULL
UNION ALL
SELECT e.message_id, e.outcome, 'no case'
  FROM payment_evidence e
 WHERE e.outcome IN ('CONFLICT', 'MISMATCH', 'UNKNOWN_ORDER', 'PARKED')
   AND NOT EXISTS (SELECT 1 FROM case_file c WHERE c.message_id = e.message_id)
   -- That of a refund that failed may have been opened before, under the refund's number.
   AND NOT (e.kind = 'REFUND_RETURNED'
            AND EXISTS (SELECT 1 FROM case_file c WHERE c.payment_no = e.payment_no AND c.kind = 'REFUND_FAILED'))
UNION ALL
SELECT e.message_id, e.outcome, 'no question'
  FROM payment_evidence e
 WHERE e.outcome = 'CONFIRMING'
   AND NOT EXISTS (SELECT 1 FROM fact_confirmation f WHERE f.message_id = e.message_id AND f.payment_no = e.payment_no)
