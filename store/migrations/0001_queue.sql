-- Deliveries as they came in, and the jobs they made. Times are Unix milliseconds.

CREATE TABLE delivery (
    guid TEXT NOT NULL PRIMARY KEY,
    event TEXT NOT NULL,
    action TEXT,
    installation BIGINT,
    body TEXT NOT NULL,
    received BIGINT NOT NULL,
    -- The job it made or was merged into. A job that is done or dropped is no longer there.
    job BIGINT
);

CREATE INDEX delivery_job ON delivery (job);
CREATE INDEX delivery_received ON delivery (received);
CREATE INDEX delivery_installation ON delivery (installation);

CREATE TABLE job (
    -- Never given twice: an old lease must not fit a new job.
    id {{never_reused_id}},
    kind TEXT NOT NULL,
    grp TEXT NOT NULL,
    installation BIGINT,
    payload TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('ready', 'leased', 'dead')),
    run_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0,
    -- Raised by every claim: who holds an older number has lost the job.
    fence BIGINT NOT NULL DEFAULT 0,
    coalesces BIGINT NOT NULL CHECK (coalesces IN (0, 1)),
    worker TEXT,
    lease_until BIGINT,
    error TEXT,
    -- When the payload was offered; the newest payload of a group wins.
    offered BIGINT NOT NULL,
    created BIGINT NOT NULL,
    CHECK ((state = 'leased') = (lease_until IS NOT NULL)),
    CHECK ((state = 'leased') = (worker IS NOT NULL))
);

-- One running job of a group, one waiting job of a kind and group where they coalesce.
CREATE UNIQUE INDEX job_running ON job (grp) WHERE state = 'leased';
CREATE UNIQUE INDEX job_waiting ON job (kind, grp) WHERE state = 'ready' AND coalesces = 1;
CREATE INDEX job_next ON job (state, run_at, id);
CREATE INDEX job_installation ON job (installation);

-- An installation that hit a rate limit: none of its jobs starts before then.
CREATE TABLE pause (
    installation BIGINT NOT NULL PRIMARY KEY,
    until BIGINT NOT NULL
);
