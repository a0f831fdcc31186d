-- Adds repositories; a known one takes the newer record.
-- $1: JSON array of {id, installation, owner, name, private, backfilled, updated}; private is 0 or 1
INSERT INTO repository (id, installation, owner, name, private, backfilled, updated)
SELECT
    entry.id, entry.installation, entry.owner, entry.name, entry.private, entry.backfilled,
    entry.updated
FROM jsonb_to_recordset($1::jsonb) AS entry (
    id bigint, installation bigint, owner text, name text, private bigint, backfilled bigint,
    updated bigint
)
WHERE true
ON CONFLICT (id) DO UPDATE SET
    installation = excluded.installation,
    owner = excluded.owner,
    name = excluded.name,
    private = excluded.private,
    updated = excluded.updated
WHERE repository.updated < excluded.updated
