INSERT INTO shown_finding (repository, number, fingerprint, since) VALUES
    (11, 1, 'f', 1000),
    (11, 1, 'g', 1000);
INSERT INTO note (name, value) VALUES
    ('a', '1'),
    ('b', '2');
INSERT INTO turn (installation, claimed) VALUES
    (1, 7),
    (2, 8);
