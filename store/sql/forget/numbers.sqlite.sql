-- The numbers of identifiers.
-- $1: JSON array of identifiers' hashes in hexadecimal
SELECT id FROM identifier
WHERE hash IN (SELECT unhex(value) FROM json_each($1))
