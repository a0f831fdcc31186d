-- Adds repositories; a known one takes the newer record.
-- $1: JSON array of {id, installation, owner, name, private, backfilled, updated}; private is 0 or 1
INSERT INTO repository (id, installation, owner, name, private, backfilled, updated)
SELECT
    entry.value ->> 'id', entry.value ->> 'installation', entry.value ->> 'owner',
    entry.value ->> 'name', entry.value ->> 'private', entry.value ->> 'backfilled',
    entry.value ->> 'updated'
FROM json_each($1) AS entry
WHERE true
ON CONFLICT (id) DO UPDATE SET
    installation = excluded.installation,
    owner = excluded.owner,
    name = excluded.name,
    private = excluded.private,
    updated = excluded.updated
WHERE repository.updated < excluded.updated
