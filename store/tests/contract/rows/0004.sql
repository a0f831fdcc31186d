INSERT INTO deploy_key
    (installation, repository, repository_name, fingerprint, added_by, added_by_login, first_seen,
    last_seen)
VALUES
    (1, 11, 'org/one', 'a', 1, 'one', 1000, 1000),
    (2, 21, 'other/two', 'a', 2, 'two', 1000, 2000);
