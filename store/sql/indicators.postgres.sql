-- Adds indicators to a list.
-- $1: name of the list, $2: kind, $3: JSON array of hashes
INSERT INTO indicator (list, kind, hash)
SELECT $1, $2, value FROM jsonb_array_elements_text($3::jsonb)
WHERE true
ON CONFLICT (list, hash) DO NOTHING
