-- Adds the names and logins with which identifiers appear in a source.
-- $1: JSON array of {identifier, name, login, name_key, login_key, moments}; moments packed, in hexadecimal
-- $2: number of the source
-- $3: time of the reading, Unix milliseconds
INSERT INTO appearance (source, identifier, name, login, name_key, login_key, moments, seen)
SELECT
    $2, entry.value ->> 'identifier', entry.value ->> 'name', entry.value ->> 'login',
    entry.value ->> 'name_key', entry.value ->> 'login_key', unhex(entry.value ->> 'moments'),
    $3
FROM json_each($1) AS entry
WHERE true
ON CONFLICT (source, identifier, name, login) DO UPDATE SET
    moments = excluded.moments,
    seen = CASE WHEN appearance.seen < excluded.seen
        THEN excluded.seen ELSE appearance.seen END
