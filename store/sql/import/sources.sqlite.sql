-- Adds sources; one whose repository is not recorded here is kept without it.
-- $1: JSON array of {place, name, organisation, repository, installation, private, first_read, last_read,
--     completed}; private is 0 or 1, times in Unix milliseconds
INSERT INTO source
    (place, name, organisation, repository, installation, private, first_read, last_read, completed)
SELECT
    entry.value ->> 'place', entry.value ->> 'name', entry.value ->> 'organisation',
    (SELECT id FROM repository WHERE id = entry.value ->> 'repository'),
    entry.value ->> 'installation', entry.value ->> 'private',
    entry.value ->> 'first_read', entry.value ->> 'last_read', entry.value ->> 'completed'
FROM json_each($1) AS entry
WHERE true
ON CONFLICT (place) DO UPDATE SET
    name = CASE WHEN source.last_read < excluded.last_read
        THEN excluded.name ELSE source.name END,
    organisation = CASE WHEN source.last_read < excluded.last_read
        THEN excluded.organisation ELSE source.organisation END,
    repository = COALESCE(source.repository, excluded.repository),
    installation = CASE WHEN source.last_read < excluded.last_read
        THEN excluded.installation ELSE source.installation END,
    private = CASE WHEN source.last_read < excluded.last_read
        THEN excluded.private ELSE source.private END,
    first_read = CASE WHEN excluded.first_read < source.first_read
        THEN excluded.first_read ELSE source.first_read END,
    last_read = CASE WHEN source.last_read < excluded.last_read
        THEN excluded.last_read ELSE source.last_read END,
    completed = CASE WHEN source.completed > excluded.completed
        THEN source.completed ELSE COALESCE(excluded.completed, source.completed) END
RETURNING id, place
