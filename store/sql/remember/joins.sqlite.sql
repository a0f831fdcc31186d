-- Adds what joins two identifiers in a source.
-- $1: JSON array of {a, b, reason, bits, anchor}; a and b are identifiers' numbers, anchor is 0 or 1
-- $2: number of the source
-- $3: time of the reading, Unix milliseconds
INSERT INTO identity_join (source, a, b, reason, bits, anchor, seen)
SELECT
    $2, entry.value ->> 'a', entry.value ->> 'b', entry.value ->> 'reason',
    entry.value ->> 'bits', entry.value ->> 'anchor', $3
FROM json_each($1) AS entry
WHERE true
ON CONFLICT (a, b, source) DO UPDATE SET
    reason = excluded.reason,
    bits = excluded.bits,
    anchor = excluded.anchor,
    seen = excluded.seen
WHERE identity_join.seen <= excluded.seen
