-- Orders move along allowed edges only, one version at a time, and stand where their history ends.
SELECT h.order_no, h.version, h.from_status, h.to_status
  FROM order_history h
  LEFT JOIN order_history b ON b.order_no = h.order_no AND b.version = h.version - 1
 WHERE (h.version > 1 AND (b.order_no IS NULL OR b.to_status <> h.from_status))
    OR (h.version = 1 AND (h.from_status IS NOT NULL OR h.to_status <> 'AWAITING_PAYMENT'))
    OR (h.from_status IS NOT NULL AND CONCAT(h.from_status, '>', h.to_status) NOT IN (
            'AWAITING_PAYMENT>PROCESSING', 'AWAITING_PAYMENT>CANCELLED', 'AWAITING_PAYMENT>EXPIRED',
            'PROCESSING>COMPLETED', 'PROCESSING>FAILED', 'PROCESSING>EXPIRED', 'PROCESSING>IN_REVIEW', 'PROCESSING>CANCELLED',
            'FAILED>PROCESSING', 'IN_REVIEW>COMPLETED', 'IN_REVIEW>REFUNDED', 'IN_REVIEW>FAILED',
            'EXPIRED>COMPLETED', 'FAILED>COMPLETED', 'CANCELLED>COMPLETED',
            'EXPIRED>REFUNDED', 'FAILED>REFUNDED', 'CANCELLED>REFUNDED', 'COMPLETED>REFUNDED'))
UNION ALL
SELECT o.order_no, o.version, o.status, h.to_status
  FROM orders o
  LEFT JOIN order_history h ON h.order_no = o.order_no AND h.version = o.version
 WHERE h.order_no IS NULL OR h.to_status <> o.status
