-- One piece of goods is listed once, for whichever item: no two card keys have one normal form (incident Q6).
SELECT MIN(card_key_id) AS one, MAX(card_key_id) AS other, COUNT(*) AS times, COUNT(DISTINCT item_id) AS items
  FROM card_key
 GROUP BY digest
HAVING COUNT(*) > 1
