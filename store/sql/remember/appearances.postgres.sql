-- Adds the names and logins with which identifiers appear in a source.
-- $1: JSON array of {identifier, name, login, name_key, login_key, moments}; moments packed, in hexadecimal
-- $2: number of the source
-- $3: time of the reading, Unix milliseconds
INSERT INTO appearance (source, identifier, name, login, name_key, login_key, moments, seen)
SELECT
    $2, entry.identifier, entry.name, entry.login, entry.name_key, entry.login_key,
    decode(entry.moments, 'hex'), $3
FROM jsonb_to_recordset($1::jsonb) AS entry (
    identifier bigint, name text, login text, name_key text, login_key text, moments text
)
WHERE true
ON CONFLICT (source, identifier, name, login) DO UPDATE SET
    moments = excluded.moments,
    seen = CASE WHEN appearance.seen < excluded.seen
        THEN excluded.seen ELSE appearance.seen END
