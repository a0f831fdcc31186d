-- The identifiers that appeared with a name.
-- $1: the name in lower case
-- $2: the installation that asks; NULL for the operator, who sees everything
SELECT DISTINCT identifier.hash AS hash
FROM appearance
JOIN identifier ON identifier.id = appearance.identifier
JOIN known_source ON known_source.id = appearance.source
WHERE name_key = $1
    AND (CAST($2 AS BIGINT) IS NULL OR known_source.private = 0 OR known_source.installation = $2)
ORDER BY hash
