-- Deletes sources with everything that they showed: five statements.
-- $1: JSON array of sources' numbers
DELETE FROM appearance
WHERE source = ANY (ARRAY(SELECT value::bigint FROM jsonb_array_elements_text($1::jsonb)));

DELETE FROM identity_join
WHERE source = ANY (ARRAY(SELECT value::bigint FROM jsonb_array_elements_text($1::jsonb)));

DELETE FROM key_use
WHERE source = ANY (ARRAY(SELECT value::bigint FROM jsonb_array_elements_text($1::jsonb)));

DELETE FROM person_finding
WHERE source = ANY (ARRAY(SELECT value::bigint FROM jsonb_array_elements_text($1::jsonb)));

DELETE FROM source
WHERE id = ANY (ARRAY(SELECT value::bigint FROM jsonb_array_elements_text($1::jsonb)));
