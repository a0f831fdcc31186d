-- The numbers of everything that is joined with identifiers, or signs or is signed with.
-- $1: JSON array of identifiers' numbers
SELECT b FROM identity_join
WHERE a = ANY (ARRAY(SELECT value::bigint FROM jsonb_array_elements_text($1::jsonb)))
UNION
SELECT a FROM identity_join
WHERE b = ANY (ARRAY(SELECT value::bigint FROM jsonb_array_elements_text($1::jsonb)))
UNION
SELECT identifier FROM key_use
WHERE key_id = ANY (ARRAY(SELECT value::bigint FROM jsonb_array_elements_text($1::jsonb)))
UNION
SELECT key_id FROM key_use
WHERE identifier = ANY (ARRAY(SELECT value::bigint FROM jsonb_array_elements_text($1::jsonb)))
