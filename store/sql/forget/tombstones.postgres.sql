-- Keeps that identifiers were forgotten.
-- $1: JSON array of identifiers' hashes in hexadecimal
-- $2: now, Unix milliseconds
INSERT INTO tombstone (hash, at)
SELECT DISTINCT decode(entry.value, 'hex'), CAST($2 AS BIGINT)
FROM jsonb_array_elements_text($1::jsonb) AS entry (value)
WHERE true
ON CONFLICT (hash) DO NOTHING
