-- What waits for a gateway's word is being asked there by somebody who is not an hour late, or has an open case.
SELECT f.message_id, f.payment_no, f.asked_at
  FROM fact_confirmation f
 WHERE f.status = 'WAITING'
   AND NOT EXISTS (SELECT 1 FROM gateway_task t
                    WHERE t.payment_no = f.payment_no AND t.status = 'WAITING'
                      AND t.due_at > UTC_TIMESTAMP(3) - INTERVAL 1 HOUR)
   AND NOT EXISTS (SELECT 1 FROM case_file c
                    WHERE c.payment_no = f.payment_no AND c.status = 'OPEN'
                      AND c.kind IN ('REQUERY_EXHAUSTED', 'CLOSE_EXHAUSTED', 'REFUND_FAILED'))
