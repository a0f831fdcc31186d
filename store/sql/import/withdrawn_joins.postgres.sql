-- Deletes the joins that a later complete reading of their source did not make.
-- $1: JSON array of sources' numbers
DELETE FROM identity_join
WHERE source = ANY (ARRAY(SELECT value::bigint FROM jsonb_array_elements_text($1::jsonb)))
    AND seen < (SELECT completed FROM source WHERE source.id = identity_join.source)
