-- Adds a source that was read, or what a newer reading says about a known one.
-- $1: place, $2: name, $3: organisation, $4: GitHub's id of the repository or NULL
-- $5: the installation that covers it or NULL, $6: whether it is private (0 or 1)
-- $7: time of the reading, Unix milliseconds; $8: the same if the source was read completely, else NULL
INSERT INTO source
    (place, name, organisation, repository, installation, private, first_read, last_read, completed)
VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8)
ON CONFLICT (place) DO UPDATE SET
    name = CASE WHEN source.last_read <= excluded.last_read
        THEN excluded.name ELSE source.name END,
    organisation = CASE WHEN source.last_read <= excluded.last_read
        THEN excluded.organisation ELSE source.organisation END,
    repository = CASE WHEN source.last_read <= excluded.last_read
        THEN excluded.repository ELSE source.repository END,
    installation = CASE WHEN source.last_read <= excluded.last_read
        THEN excluded.installation ELSE source.installation END,
    private = CASE WHEN source.last_read <= excluded.last_read
        THEN excluded.private ELSE source.private END,
    first_read = CASE WHEN excluded.first_read < source.first_read
        THEN excluded.first_read ELSE source.first_read END,
    last_read = CASE WHEN source.last_read < excluded.last_read
        THEN excluded.last_read ELSE source.last_read END,
    completed = CASE WHEN source.completed > excluded.completed
        THEN source.completed ELSE COALESCE(excluded.completed, source.completed) END
RETURNING id, completed
