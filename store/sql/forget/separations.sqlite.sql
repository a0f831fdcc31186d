-- Deletes separations that name identifiers.
-- $1: JSON array of identifiers' hashes in hexadecimal
DELETE FROM parting
WHERE a IN (SELECT unhex(value) FROM json_each($1))
    OR b IN (SELECT unhex(value) FROM json_each($1))
