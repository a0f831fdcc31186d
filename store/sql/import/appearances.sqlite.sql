-- Adds the names and logins with which identifiers appear.
-- $1: JSON array of {source, identifier, name, login, name_key, login_key, moments, seen}; identifiers are
--     hashes in hexadecimal, moments packed, in hexadecimal
INSERT INTO appearance (source, identifier, name, login, name_key, login_key, moments, seen)
SELECT
    entry.value ->> 'source', identifier.id, entry.value ->> 'name', entry.value ->> 'login',
    entry.value ->> 'name_key', entry.value ->> 'login_key', unhex(entry.value ->> 'moments'),
    entry.value ->> 'seen'
FROM json_each($1) AS entry
JOIN identifier ON identifier.hash = unhex(entry.value ->> 'identifier')
WHERE true
ON CONFLICT (source, identifier, name, login) DO UPDATE SET
    moments = excluded.moments,
    seen = CASE WHEN appearance.seen < excluded.seen
        THEN excluded.seen ELSE appearance.seen END
