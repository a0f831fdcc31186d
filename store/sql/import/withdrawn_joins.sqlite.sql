-- Deletes the joins that a later complete reading of their source did not make.
-- $1: JSON array of sources' numbers
DELETE FROM identity_join
WHERE source IN (SELECT value FROM json_each($1))
    AND seen < (SELECT completed FROM source WHERE source.id = identity_join.source)
