-- Adds which identifiers signed with which keys in a source.
-- $1: JSON array of {key, identifier, first_use, last_use, commits}; times in Unix seconds
-- $2: number of the source
-- $3: time of the reading, Unix milliseconds
INSERT INTO key_use (source, key_id, identifier, first_use, last_use, commits, seen)
SELECT $2, entry.key, entry.identifier, entry.first_use, entry.last_use, entry.commits, $3
FROM jsonb_to_recordset($1::jsonb) AS entry (
    key bigint, identifier bigint, first_use bigint, last_use bigint, commits bigint
)
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
