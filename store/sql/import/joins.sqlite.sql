-- Adds joins, except those that a later complete reading here did not make.
-- $1: JSON array of {source, a, b, reason, bits, anchor, seen}; a and b are hashes in hexadecimal, the
--     smaller first, anchor is 0 or 1
INSERT INTO identity_join (source, a, b, reason, bits, anchor, seen)
SELECT
    source.id, one.id, other.id, entry.value ->> 'reason', entry.value ->> 'bits',
    entry.value ->> 'anchor', entry.value ->> 'seen'
FROM json_each($1) AS entry
JOIN source ON source.id = entry.value ->> 'source'
JOIN identifier AS one ON one.hash = unhex(entry.value ->> 'a')
JOIN identifier AS other ON other.hash = unhex(entry.value ->> 'b')
WHERE source.completed IS NULL OR source.completed <= entry.value ->> 'seen'
ON CONFLICT (a, b, source) DO UPDATE SET
    reason = excluded.reason,
    bits = excluded.bits,
    anchor = excluded.anchor,
    seen = excluded.seen
WHERE identity_join.seen < excluded.seen
