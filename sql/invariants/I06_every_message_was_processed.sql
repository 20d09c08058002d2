-- Whatever the engine has dealt with left evidence of how it was processed.
SELECT m.consumer, m.message_id, m.outcome
  FROM processed_message m
 WHERE m.consumer = 'engine'
   AND NOT EXISTS (SELECT 1 FROM payment_evidence e WHERE e.message_id = m.message_id)
