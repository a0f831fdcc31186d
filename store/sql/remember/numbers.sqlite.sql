-- The numbers of identifiers, as one JSON array of {id, hash}: thousands of rows would cost more to fetch.
-- $1: JSON array of hashes in hexadecimal
SELECT json_group_array(json_object('id', id, 'hash', hex(hash))) AS numbers
FROM identifier WHERE hash IN (SELECT unhex(value) FROM json_each($1))
