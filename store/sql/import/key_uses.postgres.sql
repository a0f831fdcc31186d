-- Adds which identifiers signed with which keys.
-- $1: JSON array of {source, key, identifier, first_use, last_use, commits, seen}; keys and identifiers are
--     hashes in hexadecimal
INSERT INTO key_use (source, key_id, identifier, first_use, last_use, commits, seen)
SELECT
    entry.source, signing_key.id, identifier.id, entry.first_use, entry.last_use, entry.commits,
    entry.seen
FROM jsonb_to_recordset($1::jsonb) AS entry (
    source bigint, key text, identifier text, first_use bigint, last_use bigint, commits bigint,
    seen bigint
)
JOIN identifier AS signing_key ON signing_key.hash = decode(entry.key, 'hex')
JOIN identifier ON identifier.hash = decode(entry.identifier, 'hex')
WHERE true
ON CONFLICT (source, key_id, identifier) DO UPDATE SET
    first_use = CASE WHEN excluded.first_use < key_use.first_use
        THEN excluded.first_use ELSE key_use.first_use END,
    last_use = CASE WHEN key_use.last_use < excluded.last_use
        THEN excluded.last_use ELSE key_use.last_use END,
    commits = CASE WHEN key_use.commits < excluded.commits
        THEN excluded.commits ELSE key_use.commits END,
    seen = CASE WHEN key_use.seen < excluded.seen
        THEN excluded.seen ELSE key_use.seen END
