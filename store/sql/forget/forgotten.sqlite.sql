-- Those of some identifiers that were forgotten.
-- $1: JSON array of identifiers' hashes in hexadecimal
SELECT hash FROM tombstone
WHERE hash IN (SELECT unhex(value) FROM json_each($1)) ORDER BY hash
