-- The numbers of identifiers, as one JSON array of {id, hash}: thousands of rows would cost more to fetch.
-- $1: JSON array of hashes in hexadecimal
SELECT json_agg(json_build_object('id', id, 'hash', encode(hash, 'hex')))::text AS numbers
FROM identifier
WHERE hash = ANY (ARRAY(SELECT decode(value, 'hex') FROM jsonb_array_elements_text($1::jsonb)))
