-- Pieces are on the shelf, reserved for an open order, or sold; the counts say what the rows say.
SELECT s.item_id, s.received, s.available, s.reserved, s.sold, COALESCE(o.open_pieces, 0) AS open_pieces,
       COALESCE(o.sold_pieces, 0) AS sold_pieces, COALESCE(o.delivered_pieces, 0) AS delivered_pieces
  FROM stock s
  LEFT JOIN (SELECT item_id,
                    SUM(CASE WHEN status IN ('AWAITING_PAYMENT', 'PROCESSING', 'IN_REVIEW') THEN quantity ELSE 0 END) AS open_pieces,
                    SUM(CASE WHEN status IN ('COMPLETED', 'REFUNDED') THEN quantity ELSE 0 END) AS sold_pieces,
                    SUM(CASE WHEN status = 'COMPLETED' THEN quantity ELSE 0 END) AS delivered_pieces
               FROM orders
              GROUP BY item_id) o ON o.item_id = s.item_id
 WHERE s.received <> s.available + s.reserved + s.sold
    OR s.reserved <> COALESCE(o.open_pieces, 0)
    OR s.sold > COALESCE(o.sold_pieces, 0)
    OR s.sold < COALESCE(o.delivered_pieces, 0)
