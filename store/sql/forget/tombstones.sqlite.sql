-- Keeps that identifiers were forgotten.
-- $1: JSON array of identifiers' hashes in hexadecimal
-- $2: now, Unix milliseconds
INSERT INTO tombstone (hash, at)
SELECT DISTINCT unhex(entry.value), CAST($2 AS BIGINT)
FROM json_each($1) AS entry
WHERE true
ON CONFLICT (hash) DO NOTHING
