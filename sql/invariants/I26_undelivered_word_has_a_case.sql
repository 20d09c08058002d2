-- What anybody was never told, and a webhook that is left alone, is known to a person; and nothing is kept for
-- a webhook that is called again.
SELECT d.delivery_id AS subject, d.status
  FROM notification_delivery d
 WHERE d.status = 'GIVEN_UP'
   AND NOT EXISTS (SELECT 1 FROM case_file c WHERE c.case_key = CONCAT('NOTIFICATION_FAILED:', d.delivery_id))
UNION ALL
SELECT e.webhook_id, e.status
  FROM webhook_endpoint e
 WHERE e.status = 'DISABLED'
   AND NOT EXISTS (SELECT 1 FROM case_file c WHERE c.case_key = CONCAT('ENDPOINT_DISABLED:', e.webhook_id))
UNION ALL
SELECT d.delivery_id, d.status
  FROM notification_delivery d
 WHERE d.status = 'HELD'
   AND NOT EXISTS (SELECT 1 FROM webhook_endpoint e WHERE e.webhook_id = d.target AND e.status = 'DISABLED')
