-- Every minor unit collected, with what the platform added to it or kept, is held, used, on its way back under a refund number, or back; the books say the same of what
-- nothing was delivered for. More than was paid never goes back.
SELECT p.payment_no, p.collected_minor, p.held_minor, p.used_minor, p.refunded_minor,
       COALESCE(r.asked, 0) AS asked, COALESCE(r.back, 0) AS back
  FROM payment p
  LEFT JOIN (SELECT payment_no,
                    SUM(CASE WHEN status = 'REQUESTED' THEN amount_minor ELSE 0 END) AS asked,
                    SUM(CASE WHEN status = 'SUCCEEDED' THEN amount_minor ELSE 0 END) AS back
               FROM refund
              GROUP BY payment_no) r ON r.payment_no = p.payment_no
 WHERE p.collected_minor + p.difference_minor <> p.held_minor + p.used_minor + COALESCE(r.asked, 0) + COALESCE(r.back, 0)
    OR p.refunded_minor <> COALESCE(r.back, 0)
UNION ALL
SELECT l.order_no, NULL, COALESCE(p.held, 0), NULL, NULL, COALESCE(r.asked, 0), l.funds
  FROM (SELECT j.order_no, -SUM(e.amount_minor) AS funds
          FROM journal j
          JOIN ledger_entry e ON e.journal_key = j.journal_key AND e.account = 'buyer:funds'
         WHERE j.order_no IS NOT NULL
         GROUP BY j.order_no) l
  LEFT JOIN (SELECT order_no, SUM(held_minor) AS held FROM payment GROUP BY order_no) p ON p.order_no = l.order_no
  LEFT JOIN (SELECT order_no, SUM(amount_minor) AS asked
               FROM refund
              WHERE use_of_money = 'HELD' AND status = 'REQUESTED'
              GROUP BY order_no) r ON r.order_no = l.order_no
 WHERE l.funds <> COALESCE(p.held, 0) + COALESCE(r.asked, 0)
