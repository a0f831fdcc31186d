INSERT INTO indicator_list (name, source, grade, date, expires, tlp, key_id, imported) VALUES
    ('one', 'a source', 'B2', '2026-11-14', 2000, 'amber', 'k', 1000),
    ('two', 'a source', NULL, '2026-11-14', NULL, NULL, 'k', 1000);
INSERT INTO indicator (list, kind, hash) VALUES
    ('one', 'mailbox', '00'),
    ('two', 'mailbox', '00');
