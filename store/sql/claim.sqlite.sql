-- $1 worker, $2 end of the lease, $3 now, $4 since when a job of the background must wait to count as urgent,
-- $5 whether only installations for which no job runs are served
WITH busy AS (
    SELECT installation, COUNT(*) AS jobs FROM job WHERE state = 'leased' GROUP BY installation
)
UPDATE job SET
    state = 'leased', worker = $1, lease_until = $2, attempts = attempts + 1, fence = fence + 1
WHERE state = 'ready' AND id = (
    SELECT next.id FROM job AS next
        LEFT JOIN busy ON busy.installation = next.installation
        LEFT JOIN turn ON turn.installation = next.installation
    WHERE next.state = 'ready' AND next.run_at <= $3
        AND NOT EXISTS (
            SELECT 1 FROM job AS running WHERE running.grp = next.grp AND running.state = 'leased')
        AND NOT EXISTS (
            SELECT 1 FROM pause
            WHERE pause.installation = next.installation AND pause.until > $3)
        AND ($5 = 0 OR busy.jobs IS NULL)
    ORDER BY CASE WHEN next.run_at <= $4 THEN 0 ELSE next.lane END, COALESCE(busy.jobs, 0),
        COALESCE(turn.claimed, 0), next.run_at, next.id
    LIMIT 1
)
RETURNING id, kind, grp, installation, lane, payload, attempts, fence
