-- No order is open an hour after its time to pay, except in review; and one in review has an open case: somebody was told
-- (incident I8).
SELECT o.order_no, o.status, o.expires_at
  FROM orders o
 WHERE o.status IN ('AWAITING_PAYMENT', 'PROCESSING')
   AND o.expires_at < UTC_TIMESTAMP(3) - INTERVAL 1 HOUR
UNION ALL
SELECT o.order_no, o.status, o.expires_at
  FROM orders o
 WHERE o.status = 'IN_REVIEW'
   AND NOT EXISTS (SELECT 1 FROM case_file c WHERE c.order_no = o.order_no AND c.status = 'OPEN')
