-- What was requeued, discarded, proposed, decided or resolved by hand has its line in the audit.
SELECT l.letter_id AS subject, l.status
  FROM dead_letter l
 WHERE (l.status = 'DISCARDED' OR l.requeues > 0)
   AND NOT EXISTS (SELECT 1 FROM audit a WHERE a.subject = l.letter_id)
UNION ALL
SELECT c.case_id, c.status
  FROM case_file c
 WHERE c.status = 'RESOLVED' AND COALESCE(c.owner, '') <> 'engine'
   AND NOT EXISTS (SELECT 1 FROM audit a WHERE a.subject = c.case_id)
UNION ALL
SELECT p.proposal_id, p.status
  FROM proposal p
 WHERE NOT EXISTS (SELECT 1 FROM audit a WHERE a.subject = p.proposal_id AND a.actor = p.proposed_by)
    OR (p.decided_by IS NOT NULL AND NOT EXISTS (SELECT 1 FROM audit a WHERE a.subject = p.proposal_id AND a.actor = p.decided_by))
