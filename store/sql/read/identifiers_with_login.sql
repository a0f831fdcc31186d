-- The identifiers that appeared with a login.
-- $1: the login in lower case
-- $2: the installation that asks; NULL for the operator, who sees everything
SELECT DISTINCT identifier.hash AS hash
FROM appearance
JOIN identifier ON identifier.id = appearance.identifier
JOIN known_source ON known_source.id = appearance.source
WHERE login_key = $1 AND login_key <> ''
    AND (CAST($2 AS BIGINT) IS NULL OR known_source.private = 0 OR known_source.installation = $2)
ORDER BY hash
