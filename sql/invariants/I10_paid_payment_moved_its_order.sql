-- Money that is here and was neither used for a delivery nor asked to go back has an open case: nothing is kept in
-- silence. An order nobody has delivered keeps no money without one either.
SELECT p.payment_no, p.status, o.order_no, o.status AS order_status, p.held_minor
  FROM payment p
  JOIN orders o ON o.order_no = p.order_no
 WHERE p.held_minor > 0
   AND NOT EXISTS (SELECT 1 FROM case_file c WHERE c.payment_no = p.payment_no AND c.status = 'OPEN')
   AND NOT EXISTS (SELECT 1 FROM case_file c WHERE c.order_no = p.order_no AND c.status = 'OPEN')
UNION ALL
SELECT p.payment_no, p.status, o.order_no, o.status, p.used_minor
  FROM payment p
  JOIN orders o ON o.order_no = p.order_no
 WHERE p.used_minor > 0 AND o.status <> 'COMPLETED'
