-- What the gateway calls one refund is booked once, whether under our number or under its own.
SELECT a.refund_no, b.refund_no AS booked_too_as, a.payment_no, a.amount_minor
  FROM refund a
  JOIN refund b ON b.payment_no = a.payment_no AND b.refund_no = a.gateway_refund_no
 WHERE a.status IN ('SUCCEEDED', 'RETURNED') AND b.status IN ('SUCCEEDED', 'RETURNED')
