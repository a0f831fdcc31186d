-- People as the histories of sources show them: who appears where, and what joins two identifiers.
-- Records' times (read, seen, at) are Unix milliseconds, commits' times Unix seconds.

-- What was read: a repository that the App covers, or one that the command line scanned.
CREATE TABLE source (
    id {{never_reused_id}},
    place TEXT NOT NULL UNIQUE,
    -- What the reading said. Of a repository that is recorded, that record says it: see known_source.
    name TEXT NOT NULL,
    organisation TEXT NOT NULL,
    -- Not to be removed before its sources are.
    repository BIGINT REFERENCES repository (id),
    installation BIGINT,
    private BIGINT NOT NULL CHECK (private IN (0, 1)),
    first_read BIGINT NOT NULL,
    last_read BIGINT NOT NULL,
    -- When it was last read as a whole.
    completed BIGINT
);

CREATE INDEX source_repository ON source (repository);
CREATE INDEX source_installation ON source (installation);
CREATE INDEX source_read ON source (last_read);

-- Who may see a source changes with its repository, at once and without copying.
CREATE VIEW known_source AS
SELECT source.id AS id, source.place AS place,
    COALESCE(repository.owner || '/' || repository.name, source.name) AS name,
    COALESCE(repository.owner, source.organisation) AS organisation,
    source.repository AS repository,
    COALESCE(repository.installation, source.installation) AS installation,
    COALESCE(repository.private, source.private) AS private
FROM source LEFT JOIN repository ON repository.id = source.repository;

-- Keyed hashes. Other tables name them by number: the numbers of one source are neighbours, which keeps
-- what is written together on the same pages. Partings and tombstones name them by hash, because they outlive them.
CREATE TABLE identifier (
    id {{never_reused_id}},
    hash {{bytes}} NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    -- What it is, where that is public; never a mailbox.
    shown TEXT
);

-- From here on rows name sources and identifiers without references: checking each would take most of the
-- time that a reading takes. They are written and removed by transactions that keep each other out.
CREATE TABLE appearance (
    source BIGINT NOT NULL,
    identifier BIGINT NOT NULL,
    name TEXT NOT NULL,
    -- Empty where there is none.
    login TEXT NOT NULL,
    -- Both in lower case, which the two engines make differently of letters beyond ASCII.
    name_key TEXT NOT NULL,
    login_key TEXT NOT NULL,
    -- The authoring times, packed.
    moments {{bytes}} NOT NULL,
    seen BIGINT NOT NULL,
    PRIMARY KEY (source, identifier, name, login)
);

CREATE INDEX appearance_identifier ON appearance (identifier);
CREATE INDEX appearance_name ON appearance (name_key);
CREATE INDEX appearance_login ON appearance (login_key) WHERE login_key <> '';

CREATE TABLE identity_join (
    -- The end with the smaller hash, and the other.
    a BIGINT NOT NULL,
    b BIGINT NOT NULL,
    source BIGINT NOT NULL,
    reason TEXT NOT NULL,
    -- Empty where the source's .mailmap says so.
    bits DOUBLE PRECISION,
    anchor BIGINT NOT NULL CHECK (anchor IN (0, 1)),
    seen BIGINT NOT NULL,
    PRIMARY KEY (a, b, source)
) {{clustered}};

CREATE INDEX identity_join_b ON identity_join (b);
CREATE INDEX identity_join_source ON identity_join (source);

CREATE TABLE key_use (
    source BIGINT NOT NULL,
    key_id BIGINT NOT NULL,
    identifier BIGINT NOT NULL,
    first_use BIGINT NOT NULL,
    last_use BIGINT NOT NULL,
    commits BIGINT NOT NULL,
    seen BIGINT NOT NULL,
    PRIMARY KEY (source, key_id, identifier)
);

CREATE INDEX key_use_key ON key_use (key_id);
CREATE INDEX key_use_identifier ON key_use (identifier);

CREATE TABLE person_finding (
    source BIGINT NOT NULL,
    fingerprint TEXT NOT NULL,
    identifier BIGINT NOT NULL,
    heuristic TEXT NOT NULL,
    revision BIGINT NOT NULL,
    strength TEXT NOT NULL,
    weight DOUBLE PRECISION NOT NULL,
    -- JSON: [{commit, field}]. No values: they quote addresses.
    evidence TEXT NOT NULL,
    first_seen BIGINT NOT NULL,
    last_seen BIGINT NOT NULL,
    PRIMARY KEY (source, fingerprint)
);

CREATE INDEX person_finding_identifier ON person_finding (identifier);

-- Somebody's word that two identifiers are two people's.
CREATE TABLE parting (
    -- The smaller hash, and the other.
    a {{bytes}} NOT NULL,
    b {{bytes}} NOT NULL,
    -- For whom it holds; 0 is whoever runs the program, whose word holds for all.
    installation BIGINT NOT NULL,
    who TEXT NOT NULL,
    reason TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (a, b, installation)
);

CREATE INDEX parting_b ON parting (b);
CREATE INDEX parting_installation ON parting (installation);

-- Whoever was forgotten is not remembered again.
CREATE TABLE tombstone (
    hash {{bytes}} NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL
);
