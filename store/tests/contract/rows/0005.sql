INSERT INTO source
    (place, name, organisation, repository, installation, private, first_read, last_read, completed)
VALUES
    ('github:11', 'org/one', 'org', 11, 1, 0, 1000, 2000, 2000),
    ('/folder', 'folder', '', NULL, NULL, 1, 1000, 1000, NULL);
INSERT INTO identifier (hash, kind, shown) VALUES
    ('0123456789abcdef', 'mailbox', NULL),
    ('fedcba9876543210', 'account', '1');
INSERT INTO appearance
    (source, identifier, name, login, name_key, login_key, moments, seen)
VALUES
    (1, 1, 'One', '', 'one', '', '', 1000),
    (2, 2, 'One', 'One', 'one', 'one', '', 1000);
INSERT INTO identity_join (a, b, source, reason, bits, anchor, seen) VALUES
    (1, 2, 1, 'one account id', 40.0, 1, 1000),
    (1, 2, 2, '.mailmap', NULL, 1, 1000);
INSERT INTO key_use (source, key_id, identifier, first_use, last_use, commits, seen) VALUES
    (1, 1, 2, -1, 1, 2, 1000),
    (2, 1, 2, 0, 0, 1, 1000);
INSERT INTO person_finding
    (source, fingerprint, identifier, heuristic, revision, strength, weight, evidence, first_seen,
    last_seen)
VALUES
    (1, 'f', 1, 'split-clock', 1, 'strong', 2.0, '[]', 1000, 1000),
    (2, 'f', 1, 'split-clock', 1, 'context', 0.0, '[]', 1000, 2000);
INSERT INTO parting (a, b, installation, who, reason, at) VALUES
    ('0123456789abcdef', 'fedcba9876543210', 0, 'one', 'two people', 1000),
    ('0123456789abcdef', 'fedcba9876543210', 1, 'one', 'two people', 1000);
INSERT INTO tombstone (hash, at) VALUES
    ('aaaaaaaaaaaaaaaa', 1000),
    ('bbbbbbbbbbbbbbbb', 1000);
