-- What operating the App for several installations needs. Times are Unix milliseconds.

-- The findings that the comment or check run of a pull request shows, and since when.
CREATE TABLE shown_finding (
    repository BIGINT NOT NULL,
    number BIGINT NOT NULL,
    fingerprint TEXT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (repository, number, fingerprint),
    FOREIGN KEY (repository, number) REFERENCES review (repository, number) ON DELETE CASCADE
);

-- Accounts as each installation saw them, so that none learns when another one looked at an account. Until now nobody
-- recorded who saw what: what is there is for the operator alone, who is 0.
CREATE TABLE seen_account (
    installation BIGINT NOT NULL,
    id BIGINT NOT NULL,
    login TEXT NOT NULL,
    created BIGINT,
    first_seen BIGINT NOT NULL,
    last_seen BIGINT NOT NULL,
    PRIMARY KEY (installation, id)
);

CREATE TABLE seen_login (
    installation BIGINT NOT NULL,
    account BIGINT NOT NULL,
    login TEXT NOT NULL,
    first_seen BIGINT NOT NULL,
    last_seen BIGINT NOT NULL,
    PRIMARY KEY (installation, account, login),
    FOREIGN KEY (installation, account) REFERENCES seen_account (installation, id) ON DELETE CASCADE
);

CREATE TABLE seen_key (
    installation BIGINT NOT NULL,
    account BIGINT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    created BIGINT,
    title TEXT,
    first_seen BIGINT NOT NULL,
    last_seen BIGINT NOT NULL,
    PRIMARY KEY (installation, account, kind, id),
    FOREIGN KEY (installation, account) REFERENCES seen_account (installation, id) ON DELETE CASCADE
);

INSERT INTO seen_account (installation, id, login, created, first_seen, last_seen)
    SELECT 0, id, login, created, first_seen, last_seen FROM account;
INSERT INTO seen_login (installation, account, login, first_seen, last_seen)
    SELECT 0, account, login, first_seen, last_seen FROM account_login;
INSERT INTO seen_key (installation, account, kind, id, created, title, first_seen, last_seen)
    SELECT 0, account, kind, id, created, title, first_seen, last_seen FROM account_key;

DROP TABLE account_key;
DROP TABLE account_login;
DROP TABLE account;
ALTER TABLE seen_account RENAME TO account;
ALTER TABLE seen_login RENAME TO account_login;
ALTER TABLE seen_key RENAME TO account_key;

CREATE INDEX account_id ON account (id);
CREATE INDEX account_login_account ON account_login (account);
CREATE INDEX account_key_account ON account_key (account);
-- Who else has a key.
CREATE INDEX account_key_id ON account_key (id);

-- What the program notes about the database itself: the id of the key under which people are hashed, for example.
CREATE TABLE note (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

-- What waits longer: 0 for what people wait for, 1 for what they do not.
ALTER TABLE job ADD COLUMN lane BIGINT NOT NULL DEFAULT 0 CHECK (lane IN (0, 1));

-- When an installation's last job was claimed, as the number of that claim: who was served longest ago comes next.
CREATE TABLE turn (
    installation BIGINT NOT NULL PRIMARY KEY,
    claimed BIGINT NOT NULL
);
