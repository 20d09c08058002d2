-- What a delivery's money differs from its price stands in the account that is named for it, to the minor unit; where nothing
-- differs, nothing stands there.
SELECT o.order_no, o.status, COALESCE(p.difference, 0) AS difference, COALESCE(j.booked, 0) AS booked
  FROM orders o
  LEFT JOIN (SELECT order_no, SUM(difference_minor) AS difference FROM payment GROUP BY order_no) p ON p.order_no = o.order_no
  LEFT JOIN (SELECT j.order_no, SUM(e.amount_minor) AS booked
               FROM journal j
               JOIN ledger_entry e ON e.journal_key = j.journal_key AND e.account = 'platform:difference'
              GROUP BY j.order_no) j ON j.order_no = o.order_no
 WHERE COALESCE(p.difference, 0) <> COALESCE(j.booked, 0)
