INSERT INTO installation (id, account_id, account_login, suspended, updated) VALUES
    (1, 10, 'org', NULL, 1000),
    (2, 20, 'other', 500, 1000);
INSERT INTO repository (id, installation, owner, name, private, backfilled, updated) VALUES
    (11, 1, 'org', 'one', 0, NULL, 1000),
    (21, 2, 'other', 'two', 1, 900, 1000);
INSERT INTO review
    (repository, number, head, level, comment, comment_digest, check_run, updated)
VALUES
    (11, 1, 'abc', 'review', 5, 'd', 6, 1000),
    (11, 2, 'abc', 'clean', NULL, NULL, NULL, 1000);
INSERT INTO decision (repository, fingerprint, who_id, who_login, reason, at) VALUES
    (11, 'f', 1, 'one', 'known', 1000),
    (11, 'f', 2, 'two', 'known', 1000);
INSERT INTO account (id, login, created, first_seen, last_seen) VALUES
    (1, 'one', NULL, 1000, 1000),
    (2, 'two', 1, 1000, 1000);
INSERT INTO account_login (account, login, first_seen, last_seen) VALUES
    (1, 'one', 1000, 1000),
    (1, 'uno', 1000, 1000);
INSERT INTO account_key (account, kind, id, created, title, first_seen, last_seen) VALUES
    (1, 'ssh', 'a', NULL, NULL, 1000, 1000),
    (1, 'openpgp', 'a', 1, 'laptop', 1000, 1000);
INSERT INTO privilege_event
    (delivery, installation, repository, organization, kind, actor_id, actor_login, subject_id,
    subject_login, at, detail)
VALUES
    ('g1', 1, 11, NULL, 'deploy-key', 1, 'one', NULL, NULL, 1000, '{}'),
    ('g2', 1, NULL, 10, 'member-added', NULL, NULL, 2, 'two', 1000, '{}');
