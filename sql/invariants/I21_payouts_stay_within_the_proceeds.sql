-- No payout pays more than there was: up to each, a consignor was credited at least what was paid out and taken back.
-- A refund counts from five minutes after its time on: one that was being committed while the payout read the balance may
-- be missed by it, and the next payouts work it off.
SELECT r.journal_key, r.account, r.currency, r.balance
  FROM (SELECT e.journal_key, e.account, e.currency, j.kind,
               SUM(-e.amount_minor) OVER (PARTITION BY e.account, e.currency
                   ORDER BY CASE WHEN j.kind = 'REFUND' THEN e.posted_at + INTERVAL 5 MINUTE ELSE e.posted_at END) AS balance
          FROM ledger_entry e
          JOIN journal j ON j.journal_key = e.journal_key
         WHERE e.account LIKE 'consignor:%:payable') r
 WHERE r.kind = 'PAYOUT' AND r.balance < 0
