-- Those of some identifiers that were forgotten.
-- $1: JSON array of identifiers' hashes in hexadecimal
SELECT hash FROM tombstone
WHERE hash = ANY (ARRAY(SELECT decode(value, 'hex') FROM jsonb_array_elements_text($1::jsonb))) ORDER BY hash
