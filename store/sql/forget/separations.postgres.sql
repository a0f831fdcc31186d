-- Deletes separations that name identifiers.
-- $1: JSON array of identifiers' hashes in hexadecimal
DELETE FROM parting
WHERE a = ANY (ARRAY(SELECT decode(value, 'hex') FROM jsonb_array_elements_text($1::jsonb)))
    OR b = ANY (ARRAY(SELECT decode(value, 'hex') FROM jsonb_array_elements_text($1::jsonb)))
