-- Deploy keys as installations heard of them. Times are Unix milliseconds, ids are GitHub's.

-- No reference to the repository: an event may come before it is known.
CREATE TABLE deploy_key (
    installation BIGINT NOT NULL,
    repository BIGINT NOT NULL,
    -- Its name when the key was last heard of.
    repository_name TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    added_by BIGINT NOT NULL,
    added_by_login TEXT NOT NULL,
    first_seen BIGINT NOT NULL,
    last_seen BIGINT NOT NULL,
    PRIMARY KEY (installation, fingerprint, repository, added_by)
);

-- Who else has a key.
CREATE INDEX account_key_id ON account_key (id);
