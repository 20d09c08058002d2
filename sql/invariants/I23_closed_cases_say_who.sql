-- A case is open, or somebody closed it at some time for some reason.
SELECT case_id, kind, status, owner, resolution, resolved_at
  FROM case_file
 WHERE (status = 'RESOLVED') <> (resolved_at IS NOT NULL)
    OR (status = 'RESOLVED' AND (owner IS NULL OR resolution IS NULL))
