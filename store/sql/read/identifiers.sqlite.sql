-- Those of some identifiers that a source shows which the viewer may see.
-- $1: JSON array of identifiers' hashes in hexadecimal
-- $2: the installation that asks; NULL for the operator, who sees everything
-- COALESCE makes PostgreSQL look up each identifier; EXISTS would let it read whole tables first.
SELECT id, hash, kind, shown FROM identifier
WHERE hash IN (SELECT unhex(value) FROM json_each($1)) AND COALESCE(
    (SELECT 1 FROM appearance
        JOIN known_source ON known_source.id = appearance.source
        WHERE appearance.identifier = identifier.id
            AND (CAST($2 AS BIGINT) IS NULL OR known_source.private = 0
                OR known_source.installation = $2) LIMIT 1),
    (SELECT 1 FROM identity_join
        JOIN known_source ON known_source.id = identity_join.source
        WHERE identity_join.a = identifier.id
            AND (CAST($2 AS BIGINT) IS NULL OR known_source.private = 0
                OR known_source.installation = $2) LIMIT 1),
    (SELECT 1 FROM identity_join
        JOIN known_source ON known_source.id = identity_join.source
        WHERE identity_join.b = identifier.id
            AND (CAST($2 AS BIGINT) IS NULL OR known_source.private = 0
                OR known_source.installation = $2) LIMIT 1),
    (SELECT 1 FROM key_use
        JOIN known_source ON known_source.id = key_use.source
        WHERE key_use.key_id = identifier.id
            AND (CAST($2 AS BIGINT) IS NULL OR known_source.private = 0
                OR known_source.installation = $2) LIMIT 1),
    (SELECT 1 FROM key_use
        JOIN known_source ON known_source.id = key_use.source
        WHERE key_use.identifier = identifier.id
            AND (CAST($2 AS BIGINT) IS NULL OR known_source.private = 0
                OR known_source.installation = $2) LIMIT 1),
    (SELECT 1 FROM person_finding
        JOIN known_source ON known_source.id = person_finding.source
        WHERE person_finding.identifier = identifier.id
            AND (CAST($2 AS BIGINT) IS NULL OR known_source.private = 0
                OR known_source.installation = $2) LIMIT 1)) = 1
ORDER BY hash
