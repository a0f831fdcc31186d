-- Adds joins, except those that a later complete reading here did not make.
-- $1: JSON array of {source, a, b, reason, bits, anchor, seen}; a and b are hashes in hexadecimal, the
--     smaller first, anchor is 0 or 1
INSERT INTO identity_join (source, a, b, reason, bits, anchor, seen)
SELECT source.id, one.id, other.id, entry.reason, entry.bits, entry.anchor, entry.seen
FROM jsonb_to_recordset($1::jsonb) AS entry (
    source bigint, a text, b text, reason text, bits double precision, anchor bigint,
    seen bigint
)
JOIN source ON source.id = entry.source
JOIN identifier AS one ON one.hash = decode(entry.a, 'hex')
JOIN identifier AS other ON other.hash = decode(entry.b, 'hex')
WHERE source.completed IS NULL OR source.completed <= entry.seen
ON CONFLICT (a, b, source) DO UPDATE SET
    reason = excluded.reason,
    bits = excluded.bits,
    anchor = excluded.anchor,
    seen = excluded.seen
WHERE identity_join.seen < excluded.seen
