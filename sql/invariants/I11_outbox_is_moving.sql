-- Nothing waits to be sent for longer than ten minutes.
SELECT outbox_id, queue, message_id, attempts, created_at
  FROM outbox
 WHERE created_at < UTC_TIMESTAMP(3) - INTERVAL 10 MINUTE
