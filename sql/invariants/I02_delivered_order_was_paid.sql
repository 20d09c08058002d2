-- Nothing is delivered that no gateway has collected.
SELECT o.order_no, o.status
  FROM orders o
 WHERE o.status = 'COMPLETED'
   AND NOT EXISTS (SELECT 1 FROM payment p WHERE p.order_no = o.order_no AND p.status IN ('PAID', 'REFUNDED'))
