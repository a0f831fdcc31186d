-- What reviews need to remember: tenants, reviews, decisions, accounts, privileges. Times are Unix
-- milliseconds, ids are GitHub's.

CREATE TABLE installation (
    id BIGINT NOT NULL PRIMARY KEY,
    account_id BIGINT NOT NULL,
    account_login TEXT NOT NULL,
    suspended BIGINT,
    updated BIGINT NOT NULL
);

-- The installation may be unknown yet: events come in any order.
CREATE TABLE repository (
    id BIGINT NOT NULL PRIMARY KEY,
    installation BIGINT NOT NULL,
    owner TEXT NOT NULL,
    name TEXT NOT NULL,
    private BIGINT NOT NULL CHECK (private IN (0, 1)),
    backfilled BIGINT,
    updated BIGINT NOT NULL
);

CREATE INDEX repository_installation ON repository (installation);

CREATE TABLE review (
    repository BIGINT NOT NULL REFERENCES repository (id) ON DELETE CASCADE,
    number BIGINT NOT NULL,
    head TEXT NOT NULL,
    level TEXT NOT NULL,
    comment BIGINT,
    comment_digest TEXT,
    check_run BIGINT,
    updated BIGINT NOT NULL,
    PRIMARY KEY (repository, number)
);

CREATE TABLE decision (
    repository BIGINT NOT NULL REFERENCES repository (id) ON DELETE CASCADE,
    fingerprint TEXT NOT NULL,
    who_id BIGINT NOT NULL,
    who_login TEXT NOT NULL,
    reason TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (repository, fingerprint, who_id)
);

CREATE TABLE account (
    id BIGINT NOT NULL PRIMARY KEY,
    login TEXT NOT NULL,
    created BIGINT,
    first_seen BIGINT NOT NULL,
    last_seen BIGINT NOT NULL
);

CREATE TABLE account_login (
    account BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    login TEXT NOT NULL,
    first_seen BIGINT NOT NULL,
    last_seen BIGINT NOT NULL,
    PRIMARY KEY (account, login)
);

CREATE TABLE account_key (
    account BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    created BIGINT,
    title TEXT,
    first_seen BIGINT NOT NULL,
    last_seen BIGINT NOT NULL,
    PRIMARY KEY (account, kind, id)
);

-- No reference to the repository: an event may come before it is known.
CREATE TABLE privilege_event (
    delivery TEXT NOT NULL PRIMARY KEY,
    installation BIGINT NOT NULL,
    repository BIGINT,
    organization BIGINT,
    kind TEXT NOT NULL,
    actor_id BIGINT,
    actor_login TEXT,
    subject_id BIGINT,
    subject_login TEXT,
    at BIGINT NOT NULL,
    detail TEXT NOT NULL
);

CREATE INDEX privilege_event_installation ON privilege_event (installation, at);
