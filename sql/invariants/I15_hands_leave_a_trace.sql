-- What was requeued, discarded or resolved by hand has its line in the audit.
SELECT l.letter_id AS subject, l.status
  FROM dead_letter l
 WHERE (l.status = 'DISCARDED' OR l.requeues > 0)
   AND NOT EXISTS (SELECT 1 FROM audit a WHERE a.subject = l.letter_id)
UNION ALL
SELECT c.case_id, c.status
  FROM case_file c
 WHERE c.status = 'RESOLVED' AND COALESCE(c.owner, '') <> 'door'
   AND NOT EXISTS (SELECT 1 FROM audit a WHERE a.subject = c.case_id)
