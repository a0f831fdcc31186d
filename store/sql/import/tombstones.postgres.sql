-- Keeps that identifiers were forgotten, since the earlier of two times.
-- $1: JSON array of {hash, at}
INSERT INTO tombstone (hash, at)
SELECT decode(entry.hash, 'hex'), entry.at
FROM jsonb_to_recordset($1::jsonb) AS entry (
    hash text, at bigint
)
WHERE true
ON CONFLICT (hash) DO UPDATE SET
    at = CASE WHEN tombstone.at <= excluded.at THEN tombstone.at ELSE excluded.at END
