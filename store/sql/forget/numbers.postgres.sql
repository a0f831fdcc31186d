-- The numbers of identifiers.
-- $1: JSON array of identifiers' hashes in hexadecimal
SELECT id FROM identifier
WHERE hash = ANY (ARRAY(SELECT decode(value, 'hex') FROM jsonb_array_elements_text($1::jsonb)))
