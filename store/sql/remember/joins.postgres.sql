-- Adds what joins two identifiers in a source.
-- $1: JSON array of {a, b, reason, bits, anchor}; a and b are identifiers' numbers, anchor is 0 or 1
-- $2: number of the source
-- $3: time of the reading, Unix milliseconds
INSERT INTO identity_join (source, a, b, reason, bits, anchor, seen)
SELECT $2, entry.a, entry.b, entry.reason, entry.bits, entry.anchor, $3
FROM jsonb_to_recordset($1::jsonb) AS entry (
    a bigint, b bigint, reason text, bits double precision, anchor bigint
)
WHERE true
ON CONFLICT (a, b, source) DO UPDATE SET
    reason = excluded.reason,
    bits = excluded.bits,
    anchor = excluded.anchor,
    seen = excluded.seen
WHERE identity_join.seen <= excluded.seen
