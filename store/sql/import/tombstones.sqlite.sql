-- Keeps that identifiers were forgotten, since the earlier of two times.
-- $1: JSON array of {hash, at}
INSERT INTO tombstone (hash, at)
SELECT unhex(entry.value ->> 'hash'), entry.value ->> 'at'
FROM json_each($1) AS entry
WHERE true
ON CONFLICT (hash) DO UPDATE SET
    at = CASE WHEN tombstone.at <= excluded.at THEN tombstone.at ELSE excluded.at END
