-- The pairs of identifiers that are joined and not separated, as one JSON array of
-- {a, b, a_kind, b_kind}: thousands of rows would cost more to fetch.
-- $1: JSON array of identifiers' numbers
-- $2: the installation that asks; NULL for the operator, who sees everything
-- $3: the largest number of pairs
-- The joins are materialised first: a planner that knows little about a new database would read whole
-- sources instead.
WITH edge AS MATERIALIZED (
    SELECT a, b, source FROM identity_join
    WHERE a IN (SELECT value FROM json_each($1))
    UNION ALL
    SELECT a, b, source FROM identity_join
    WHERE b IN (SELECT value FROM json_each($1))
), pair AS (
    SELECT DISTINCT edge.a AS a, edge.b AS b, one.kind AS a_kind, other.kind AS b_kind
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
)
SELECT json_group_array(json_object('a', a, 'b', b, 'a_kind', a_kind, 'b_kind', b_kind)) AS pairs
FROM pair
