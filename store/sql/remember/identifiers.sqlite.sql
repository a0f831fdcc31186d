-- Gives each new identifier a number.
-- $1: JSON array of {hash, kind, shown}; hashes in hexadecimal
INSERT INTO identifier (hash, kind, shown)
SELECT unhex(entry.value ->> 'hash'), entry.value ->> 'kind', entry.value ->> 'shown'
FROM json_each($1) AS entry
WHERE true
ON CONFLICT (hash) DO NOTHING
