-- Adds the names and logins with which identifiers appear.
-- $1: JSON array of {source, identifier, name, login, name_key, login_key, moments, seen}; identifiers are
--     hashes in hexadecimal, moments packed, in hexadecimal
INSERT INTO appearance (source, identifier, name, login, name_key, login_key, moments, seen)
SELECT
    entry.source, identifier.id, entry.name, entry.login, entry.name_key, entry.login_key,
    decode(entry.moments, 'hex'), entry.seen
FROM jsonb_to_recordset($1::jsonb) AS entry (
    source bigint, identifier text, name text, login text, name_key text, login_key text,
    moments text, seen bigint
)
JOIN identifier ON identifier.hash = decode(entry.identifier, 'hex')
WHERE true
ON CONFLICT (source, identifier, name, login) DO UPDATE SET
    moments = excluded.moments,
    seen = CASE WHEN appearance.seen < excluded.seen
        THEN excluded.seen ELSE appearance.seen END
