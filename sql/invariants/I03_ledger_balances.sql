-- Every journal sums to zero in each currency, has entries, and no entry is without its journal.
SELECT e.journal_key, e.currency, SUM(e.amount_minor) AS off_by
  FROM ledger_entry e
 GROUP BY e.journal_key, e.currency
HAVING SUM(e.amount_minor) <> 0
UNION ALL
SELECT j.journal_key, NULL, NULL
  FROM journal j
  LEFT JOIN ledger_entry e ON e.journal_key = j.journal_key
 WHERE e.journal_key IS NULL
UNION ALL
SELECT e.journal_key, e.currency, e.amount_minor
  FROM ledger_entry e
  LEFT JOIN journal j ON j.journal_key = e.journal_key
 WHERE j.journal_key IS NULL
