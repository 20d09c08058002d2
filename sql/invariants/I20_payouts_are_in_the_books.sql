-- Every payout has its journal for exactly its amount, from the consignor's account to the bank, and no journal pays out
-- without one.
SELECT p.payout_id AS payout, p.journal_key, p.currency, p.amount_minor, COUNT(e.line) AS lines_booked
  FROM payout p
  LEFT JOIN journal j ON j.journal_key = p.journal_key AND j.kind = 'PAYOUT'
  LEFT JOIN ledger_entry e ON e.journal_key = j.journal_key
 GROUP BY p.payout_id, p.journal_key, p.currency, p.amount_minor, p.consignor_id, p.business_date
HAVING COUNT(e.line) <> 2
    OR p.journal_key <> CONCAT(p.consignor_id, ':', p.business_date, ':', p.currency, ':PAYOUT')
    OR SUM(e.currency = p.currency AND e.account = CONCAT('consignor:', p.consignor_id, ':payable')
           AND e.amount_minor = p.amount_minor) <> 1
    OR SUM(e.currency = p.currency AND e.account = 'platform:bank' AND e.amount_minor = -p.amount_minor) <> 1
UNION ALL
SELECT NULL, j.journal_key, NULL, NULL, NULL
  FROM journal j
  LEFT JOIN payout p ON p.journal_key = j.journal_key
 WHERE j.kind = 'PAYOUT' AND p.journal_key IS NULL
