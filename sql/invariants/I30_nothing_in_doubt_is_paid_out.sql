-- No payout contains what an order brought while a case said that money of its payment may not be ours: it is held back until
-- the case is closed. The order is in the payout that released it or, when it never was held back, in the first one that pays for
-- its time. A case counts from a minute on: one that was being opened while the payout read is not seen by it. One that was
-- opened again since, for another word, no longer tells when it was open.
SELECT y.payout_id, s.order_no, c.case_id, c.kind, c.opened_at, c.resolved_at, y.paid_at
  FROM case_file c
  JOIN payment p ON p.payment_no = c.payment_no
  JOIN orders o ON o.order_no = p.order_no
  JOIN journal s ON s.order_no = o.order_no AND s.kind = 'SETTLE'
  LEFT JOIN payout_hold h ON h.order_no = o.order_no
  JOIN payout y ON y.consignor_id = o.consignor_id AND y.currency = o.currency AND y.posted_before > s.posted_at
 WHERE (c.kind IN ('UNEXPECTED_REFUND', 'DISPUTE', 'SECOND_PAYMENT')
        OR (c.kind = 'UNKNOWN_ORDER' AND c.fact_kind IN ('REFUNDED', 'DISPUTE_OPENED', 'DISPUTE_LOST'))
        OR (c.kind = 'MISMATCH' AND c.fact_kind IN ('PAID', 'REFUNDED', 'REFUND_RETURNED',
                                                    'DISPUTE_OPENED', 'DISPUTE_WON', 'DISPUTE_LOST')))
   AND LOCATE(CHAR(10), c.evidence) = 0
   AND c.opened_at < y.paid_at - INTERVAL 1 MINUTE
   AND (c.resolved_at IS NULL OR c.resolved_at > y.paid_at)
   AND (y.payout_id = h.payout_id
        OR (h.order_no IS NULL
            AND NOT EXISTS (SELECT 1 FROM payout b
                             WHERE b.consignor_id = y.consignor_id AND b.currency = y.currency
                               AND b.posted_before > s.posted_at AND b.paid_at < y.paid_at)))
   AND (SELECT SUM(e.amount_minor)
          FROM journal j
          JOIN ledger_entry e ON e.journal_key = j.journal_key
                             AND e.account = CONCAT('consignor:', o.consignor_id, ':payable')
         WHERE j.order_no = o.order_no AND j.posted_at < y.paid_at + INTERVAL 1 MINUTE) < 0
