-- Gives each new identifier a number.
-- $1: JSON array of {hash, kind, shown}; hashes in hexadecimal
INSERT INTO identifier (hash, kind, shown)
SELECT decode(entry.hash, 'hex'), entry.kind, entry.shown
FROM jsonb_to_recordset($1::jsonb) AS entry (
    hash text, kind text, shown text
)
WHERE true
ON CONFLICT (hash) DO NOTHING
