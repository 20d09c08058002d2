-- A refund that was asked for is being asked for at its gateway, or has an open case; one that happened is in the books for
-- exactly its amount, and only such a one is.
SELECT r.refund_no, r.status, r.amount_minor, 'nobody asks' AS wrong
  FROM refund r
 WHERE r.status = 'REQUESTED'
   AND NOT EXISTS (SELECT 1 FROM gateway_task t WHERE t.reference = r.refund_no AND t.kind = 'REFUND' AND t.status = 'WAITING')
   AND NOT EXISTS (SELECT 1 FROM case_file c WHERE c.case_key = CONCAT('REFUND_FAILED:', r.refund_no) AND c.status = 'OPEN')
UNION ALL
SELECT r.refund_no, r.status, r.amount_minor, 'not in the books'
  FROM refund r
  LEFT JOIN ledger_entry e
    ON e.journal_key = CONCAT(r.refund_no, ':REFUND') AND e.account = CONCAT('gateway:', r.gateway, ':clearing')
 WHERE (r.status IN ('SUCCEEDED', 'RETURNED')) <> (e.journal_key IS NOT NULL)
    OR (r.status IN ('SUCCEEDED', 'RETURNED') AND (e.amount_minor <> -r.amount_minor OR e.currency <> r.currency))
UNION ALL
-- What came back, or was taken back, is in the books for exactly its amount too.
SELECT r.refund_no, r.status, r.amount_minor, 'not back in the books'
  FROM refund r
  LEFT JOIN ledger_entry e
    ON e.journal_key IN (CONCAT(r.refund_no, ':RETURN'), CONCAT(r.refund_no, ':REFUND_REVERSE')) AND e.account = 'buyer:funds'
 WHERE (r.status = 'RETURNED') <> (e.journal_key IS NOT NULL)
    OR (r.status = 'RETURNED' AND (e.amount_minor <> -r.amount_minor OR e.currency <> r.currency))
