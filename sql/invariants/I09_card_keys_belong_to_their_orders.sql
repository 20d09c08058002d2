-- A key is on the shelf, reserved for an open order of its own item, or sold to a delivered one; the counts agree.
SELECT k.item_id, k.card_key_id, k.status, k.order_no, o.status AS order_status
  FROM card_key k
  LEFT JOIN orders o ON o.order_no = k.order_no
 WHERE k.status <> 'AVAILABLE'
   AND (o.order_no IS NULL
        OR o.item_id <> k.item_id
        OR (k.status = 'RESERVED' AND o.status NOT IN ('AWAITING_PAYMENT', 'PROCESSING', 'IN_REVIEW'))
        OR (k.status = 'SOLD' AND o.status NOT IN ('COMPLETED', 'REFUNDED')))
UNION ALL
SELECT s.item_id, NULL, 'counts', NULL, NULL
  FROM stock s
  JOIN item i ON i.item_id = s.item_id AND i.kind = 'CARD_KEY'
  LEFT JOIN (SELECT item_id,
                    SUM(status = 'AVAILABLE') AS available,
                    SUM(status = 'RESERVED') AS reserved,
                    SUM(status = 'SOLD') AS sold
               FROM card_key
              GROUP BY item_id) k ON k.item_id = s.item_id
 WHERE s.available <> COALESCE(k.available, 0)
    OR s.reserved <> COALESCE(k.reserved, 0)
    OR s.sold <> COALESCE(k.sold, 0)
