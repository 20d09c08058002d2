-- Every payment that may still be collected has somebody asking for it who is not an hour late, or an open case: nothing
-- waits in silence.
SELECT p.payment_no, p.status, p.created_at
  FROM payment p
 WHERE p.status IN ('CREATED', 'PENDING', 'UNKNOWN')
   AND NOT EXISTS (SELECT 1 FROM gateway_task t
                    WHERE t.reference = p.payment_no AND t.status = 'WAITING'
                      AND t.due_at > UTC_TIMESTAMP(3) - INTERVAL 1 HOUR)
   AND NOT EXISTS (SELECT 1 FROM case_file c
                    WHERE c.case_key IN (CONCAT('REQUERY_EXHAUSTED:', p.payment_no), CONCAT('CLOSE_EXHAUSTED:', p.payment_no))
                      AND c.status = 'OPEN')
