-- A delivered order is split once and whole, by the commission it was placed under: fee and payable rounded down, the rest
-- to rounding. What went back was taken from the same three. No delivery, no split (incident P4).
SELECT o.order_no, o.status, o.amount_minor, s.fee, s.payable, s.whole, 'split' AS wrong
  FROM orders o
  LEFT JOIN (SELECT j.order_no,
                    -SUM(CASE WHEN e.account = 'platform:fee' THEN e.amount_minor ELSE 0 END) AS fee,
                    -SUM(CASE WHEN e.account LIKE 'consignor:%:payable' THEN e.amount_minor ELSE 0 END) AS payable,
                    SUM(CASE WHEN e.account = 'buyer:funds' THEN e.amount_minor ELSE 0 END) AS whole
               FROM journal j
               JOIN ledger_entry e ON e.journal_key = j.journal_key
              WHERE j.kind = 'SETTLE'
              GROUP BY j.order_no) s ON s.order_no = o.order_no
 WHERE (o.status = 'COMPLETED' AND s.order_no IS NULL)
    OR (o.status NOT IN ('COMPLETED', 'REFUNDED') AND s.order_no IS NOT NULL)
    OR (s.order_no IS NOT NULL AND (s.whole <> o.amount_minor
        OR s.fee <> FLOOR(o.amount_minor * o.fee_bps / 10000)
        OR s.payable <> FLOOR(o.amount_minor * (10000 - o.fee_bps) / 10000)))
    OR (o.status = 'REFUNDED'
        AND (s.order_no IS NOT NULL) <> (EXISTS (SELECT 1 FROM asset_entry a WHERE a.order_no = o.order_no)
                                         OR EXISTS (SELECT 1 FROM card_key k WHERE k.order_no = o.order_no AND k.status = 'SOLD')))
UNION ALL
-- What the platform had added to the money went back to it with the last of the proceeds.
SELECT o.order_no, o.status, o.amount_minor, NULL, NULL, l.proceeds, 'reversal'
  FROM orders o
  JOIN (SELECT j.order_no, -SUM(e.amount_minor) AS proceeds
          FROM journal j
          JOIN ledger_entry e ON e.journal_key = j.journal_key
         WHERE j.kind IN ('SETTLE', 'REFUND')
           AND (e.account IN ('platform:fee', 'platform:rounding') OR e.account LIKE 'consignor:%:payable')
         GROUP BY j.order_no) l ON l.order_no = o.order_no
  LEFT JOIN (SELECT order_no, SUM(amount_minor) AS back
               FROM refund
              WHERE use_of_money = 'PROCEEDS' AND status IN ('SUCCEEDED', 'RETURNED')
              GROUP BY order_no) r ON r.order_no = o.order_no
  LEFT JOIN (SELECT j.order_no, -SUM(e.amount_minor) AS recovered
               FROM journal j
               JOIN ledger_entry e ON e.journal_key = j.journal_key AND e.account = 'platform:difference'
              WHERE j.kind = 'REFUND'
              GROUP BY j.order_no) d ON d.order_no = o.order_no
 WHERE l.proceeds <> o.amount_minor - COALESCE(r.back, 0) - COALESCE(d.recovered, 0)
