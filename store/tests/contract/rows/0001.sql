INSERT INTO delivery (guid, event, action, installation, body, received, job) VALUES
    ('g1', 'pull_request', 'opened', 1, '{"a":1}', 1000, 1),
    ('g2', 'ping', NULL, NULL, '', 2000, NULL);
INSERT INTO job
    (kind, grp, installation, payload, state, run_at, attempts, fence, coalesces, worker,
    lease_until, error, offered, created)
VALUES
    ('review', 'pr/1', 1, '{}', 'leased', 1000, 2, 3, 1, 'w', 5000, 'bad gateway', 1000, 1000),
    ('backfill', 'repo/1', NULL, '{}', 'dead', 1000, 8, 8, 0, NULL, NULL, 'broken', 1000, 1000);
INSERT INTO pause (installation, until) VALUES (1, 9000), (2, 9000);
