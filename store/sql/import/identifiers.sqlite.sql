-- Adds identifiers that were not forgotten.
-- $1: JSON array of {hash, kind, shown}; hashes in hexadecimal
INSERT INTO identifier (hash, kind, shown)
SELECT unhex(entry.value ->> 'hash'), entry.value ->> 'kind', entry.value ->> 'shown'
FROM json_each($1) AS entry
WHERE NOT EXISTS (SELECT 1 FROM tombstone WHERE tombstone.hash = unhex(entry.value ->> 'hash'))
ON CONFLICT (hash) DO NOTHING
