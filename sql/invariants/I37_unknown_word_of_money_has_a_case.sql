-- A genuine callback that nobody here understood, but that speaks of money, is known to a person (rule 15).
SELECT i.inbox_id AS subject, i.gateway, i.reason
  FROM callback_inbox i
 WHERE i.of_money = 1
   AND NOT EXISTS (SELECT 1 FROM case_file c WHERE c.case_id = i.case_id
                      AND c.case_key IN (CONCAT('UNKNOWN_CALLBACK:', i.inbox_id), CONCAT('UNKNOWN_ORDER:', i.inbox_id)))
