-- Identifiers by their numbers.
-- $1: JSON array of identifiers' numbers
SELECT hash, kind, shown FROM identifier
WHERE id = ANY (ARRAY(SELECT value::bigint FROM jsonb_array_elements_text($1::jsonb)))
