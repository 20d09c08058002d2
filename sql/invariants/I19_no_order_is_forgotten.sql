-- No order is open an hour after its time to pay, except in review; and one in review has an open case: somebody was told
-- (incident I8), unless its money goes back and only what is being asked can bring more: the answers then end it.
SELECT o.order_no, o.status, o.expires_at
  FROM orders o
 WHERE o.status IN ('AWAITING_PAYMENT', 'PROCESSING')
   AND o.expires_at < UTC_TIMESTAMP(3) - INTERVAL 1 HOUR
UNION ALL
SELECT o.order_no, o.status, o.expires_at
  FROM orders o
 WHERE o.status = 'IN_REVIEW'
   AND NOT EXISTS (SELECT 1 FROM case_file c WHERE c.order_no = o.order_no AND c.status = 'OPEN')
   AND (EXISTS (SELECT 1 FROM payment p
                 WHERE p.order_no = o.order_no AND p.status NOT IN ('FAILED', 'CLOSED', 'REFUNDED')
                   AND (p.status <> 'PAID' OR p.collected_minor = 0 OR p.held_minor > 0 OR p.used_minor > 0)
                   AND NOT EXISTS (SELECT 1 FROM gateway_task t
                                    WHERE t.reference = p.payment_no AND t.status = 'WAITING'
                                      AND p.status IN ('CREATED', 'PENDING', 'UNKNOWN')))
        OR NOT EXISTS (SELECT 1 FROM payment p
                        WHERE p.order_no = o.order_no AND p.status NOT IN ('FAILED', 'CLOSED', 'REFUNDED'))
        OR NOT EXISTS (SELECT 1 FROM payment p
                        WHERE p.order_no = o.order_no AND p.status IN ('PAID', 'REFUNDED')))
