-- Adds separations of people who were not forgotten.
-- $1: JSON array of {a, b, installation, who, reason, at}; a and b are hashes in hexadecimal, the smaller
--     first
INSERT INTO parting (a, b, installation, who, reason, at)
SELECT
    unhex(entry.value ->> 'a'), unhex(entry.value ->> 'b'), entry.value ->> 'installation',
    entry.value ->> 'who', entry.value ->> 'reason', entry.value ->> 'at'
FROM json_each($1) AS entry
WHERE NOT EXISTS (
    SELECT 1 FROM tombstone
    WHERE tombstone.hash IN (unhex(entry.value ->> 'a'), unhex(entry.value ->> 'b')))
ON CONFLICT (a, b, installation) DO UPDATE SET
    who = excluded.who,
    reason = excluded.reason,
    at = excluded.at
WHERE parting.at < excluded.at
