-- Adds separations of people who were not forgotten.
-- $1: JSON array of {a, b, installation, who, reason, at}; a and b are hashes in hexadecimal, the smaller
--     first
INSERT INTO parting (a, b, installation, who, reason, at)
SELECT
    decode(entry.a, 'hex'), decode(entry.b, 'hex'), entry.installation, entry.who, entry.reason,
    entry.at
FROM jsonb_to_recordset($1::jsonb) AS entry (
    a text, b text, installation bigint, who text, reason text, at bigint
)
WHERE NOT EXISTS (
    SELECT 1 FROM tombstone
    WHERE tombstone.hash IN (decode(entry.a, 'hex'), decode(entry.b, 'hex')))
ON CONFLICT (a, b, installation) DO UPDATE SET
    who = excluded.who,
    reason = excluded.reason,
    at = excluded.at
WHERE parting.at < excluded.at
