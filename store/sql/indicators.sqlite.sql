-- Adds indicators to a list.
-- $1: name of the list, $2: kind, $3: JSON array of hashes
INSERT INTO indicator (list, kind, hash)
SELECT $1, $2, value FROM json_each($3)
WHERE true
ON CONFLICT (list, hash) DO NOTHING
