-- A PAID or REFUNDED fact that was applied has its journal in the books, and what was parked has a case.
SELECT e.message_id, e.outcome, 'no journal' AS missing
  FROM payment_evidence e
  LEFT JOIN journal j ON j.journal_key = CONCAT(e.gateway, ':', e.transaction_id, ':COLLECT')
 WHERE e.kind = 'PAID' AND e.outcome = 'APPLIED' AND j.journal_key IS NULL
UNION ALL
-- The message id of a refund is gateway:refund number:REFUNDED.
SELECT e.message_id, e.outcome, 'no journal'
  FROM payment_evidence e
  LEFT JOIN journal j ON j.journal_key = CONCAT(SUBSTRING_INDEX(SUBSTRING_INDEX(e.message_id, ':', 2), ':', -1), ':REFUND')
 WHERE e.kind = 'REFUNDED' AND e.outcome = 'APPLIED' AND j.journal_key IS NULL
UNION ALL
SELECT e.message_id, e.outcome, 'no case'
  FROM payment_evidence e
 WHERE e.outcome IN ('CONFLICT', 'MISMATCH', 'UNKNOWN_ORDER', 'PARKED')
   AND NOT EXISTS (SELECT 1 FROM case_file c WHERE c.message_id = e.message_id)
