-- Deletes what is known about identifiers: four statements.
-- $1: JSON array of identifiers' numbers
DELETE FROM appearance
WHERE identifier = ANY (ARRAY(SELECT value::bigint FROM jsonb_array_elements_text($1::jsonb)));

DELETE FROM identity_join
WHERE a = ANY (ARRAY(SELECT value::bigint FROM jsonb_array_elements_text($1::jsonb)))
    OR b = ANY (ARRAY(SELECT value::bigint FROM jsonb_array_elements_text($1::jsonb)));

DELETE FROM key_use
WHERE key_id = ANY (ARRAY(SELECT value::bigint FROM jsonb_array_elements_text($1::jsonb)))
    OR identifier = ANY (ARRAY(SELECT value::bigint FROM jsonb_array_elements_text($1::jsonb)));

DELETE FROM person_finding
WHERE identifier = ANY (ARRAY(SELECT value::bigint FROM jsonb_array_elements_text($1::jsonb)));
