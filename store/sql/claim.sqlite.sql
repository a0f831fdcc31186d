-- $1 worker, $2 end of the lease, $3 now
UPDATE job SET
    state = 'leased', worker = $1, lease_until = $2, attempts = attempts + 1, fence = fence + 1
WHERE state = 'ready' AND id = (
    SELECT next.id FROM job AS next
    WHERE next.state = 'ready' AND next.run_at <= $3
        AND NOT EXISTS (
            SELECT 1 FROM job AS running WHERE running.grp = next.grp AND running.state = 'leased')
        AND NOT EXISTS (
            SELECT 1 FROM pause
            WHERE pause.installation = next.installation AND pause.until > $3)
    ORDER BY next.run_at, next.id
    LIMIT 1
)
RETURNING id, kind, grp, installation, payload, attempts, fence
