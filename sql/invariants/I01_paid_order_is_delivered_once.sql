-- Every delivered order got exactly what was ordered, its units in one credit or its number of card keys; no other order
-- got anything, and nobody was credited for an order that is not theirs.
SELECT o.order_no, o.status, o.item_kind, o.quantity, o.units, a.units AS credited, k.sold AS card_keys
  FROM orders o
  LEFT JOIN asset_entry a ON a.order_no = o.order_no
  LEFT JOIN (SELECT order_no, COUNT(*) AS sold FROM card_key WHERE status = 'SOLD' GROUP BY order_no) k
    ON k.order_no = o.order_no
 WHERE (o.status = 'COMPLETED' AND o.item_kind = 'ASSET_CREDIT' AND COALESCE(a.units, 0) <> o.units * o.quantity)
    OR (o.status = 'COMPLETED' AND o.item_kind = 'CARD_KEY' AND COALESCE(k.sold, 0) <> o.quantity)
    OR (o.status NOT IN ('COMPLETED', 'REFUNDED') AND (a.order_no IS NOT NULL OR k.sold IS NOT NULL))
UNION ALL
SELECT a.order_no, o.status, o.item_kind, o.quantity, o.units, a.units, NULL
  FROM asset_entry a
  LEFT JOIN orders o ON o.order_no = a.order_no
 WHERE o.order_no IS NULL OR o.buyer_id <> a.buyer_id OR o.item_id <> a.item_id OR o.item_kind <> 'ASSET_CREDIT'
