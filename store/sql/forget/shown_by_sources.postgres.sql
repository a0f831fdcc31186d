-- The numbers of the identifiers that sources show.
-- $1: JSON array of sources' numbers
SELECT identifier FROM appearance
WHERE source = ANY (ARRAY(SELECT value::bigint FROM jsonb_array_elements_text($1::jsonb)))
UNION
SELECT a FROM identity_join
WHERE source = ANY (ARRAY(SELECT value::bigint FROM jsonb_array_elements_text($1::jsonb)))
UNION
SELECT b FROM identity_join
WHERE source = ANY (ARRAY(SELECT value::bigint FROM jsonb_array_elements_text($1::jsonb)))
UNION
SELECT key_id FROM key_use
WHERE source = ANY (ARRAY(SELECT value::bigint FROM jsonb_array_elements_text($1::jsonb)))
UNION
SELECT identifier FROM key_use
WHERE source = ANY (ARRAY(SELECT value::bigint FROM jsonb_array_elements_text($1::jsonb)))
UNION
SELECT identifier FROM person_finding
WHERE source = ANY (ARRAY(SELECT value::bigint FROM jsonb_array_elements_text($1::jsonb)))
