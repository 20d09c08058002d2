-- What is held back is what a delivered order brought that consignor, and ends only with a payout of theirs that pays for the
-- order's time.
SELECT h.order_no, h.consignor_id, h.currency, h.released_at, h.payout_id
  FROM payout_hold h
  LEFT JOIN orders o ON o.order_no = h.order_no
  LEFT JOIN journal s ON s.order_no = h.order_no AND s.kind = 'SETTLE'
  LEFT JOIN payout y ON y.payout_id = h.payout_id
 WHERE s.journal_key IS NULL
    OR h.consignor_id <> o.consignor_id
    OR h.currency <> o.currency
    OR s.posted_at > h.held_at
    OR (h.payout_id IS NOT NULL
        AND (y.payout_id IS NULL OR y.consignor_id <> h.consignor_id OR y.currency <> h.currency
             OR y.paid_at <> h.released_at OR y.posted_before <= s.posted_at))
