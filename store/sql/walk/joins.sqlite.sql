-- The joins among some identifiers that are not separated.
-- $1: JSON array of identifiers' numbers
-- $2: the installation that asks; NULL for the operator, who sees everything
-- $3: the largest number of joins
-- The plus keeps the index from `b`: it would be searched for every pair.
WITH edge AS MATERIALIZED (
    SELECT a, b, source, reason, bits, anchor, seen FROM identity_join
    WHERE a IN (SELECT value FROM json_each($1))
        AND +b IN (SELECT value FROM json_each($1))
)
SELECT one.hash AS a, other.hash AS b, reason, bits, anchor, seen,
    known_source.id AS source_id, known_source.place AS place,
    known_source.name AS source_name, known_source.organisation AS organisation,
    known_source.repository AS repository, known_source.installation AS installation,
    known_source.private AS private
FROM edge
JOIN known_source ON known_source.id = edge.source
JOIN identifier AS one ON one.id = edge.a
JOIN identifier AS other ON other.id = edge.b
WHERE (CAST($2 AS BIGINT) IS NULL OR known_source.private = 0 OR known_source.installation = $2)
    AND NOT EXISTS (
        SELECT 1 FROM parting
        WHERE parting.a = one.hash AND parting.b = other.hash
            AND parting.installation IN (0, $2))
LIMIT $3
