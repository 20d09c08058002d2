-- Nothing the reconciler learned waits for the engine longer than ten minutes.
SELECT fact_id, message_id, attempts, learned_at
  FROM fact_inbox
 WHERE learned_at < UTC_TIMESTAMP(3) - INTERVAL 10 MINUTE
