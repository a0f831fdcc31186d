-- The numbers of everything that is joined with identifiers, or signs or is signed with.
-- $1: JSON array of identifiers' numbers
SELECT b FROM identity_join
WHERE a IN (SELECT value FROM json_each($1))
UNION
SELECT a FROM identity_join
WHERE b IN (SELECT value FROM json_each($1))
UNION
SELECT identifier FROM key_use
WHERE key_id IN (SELECT value FROM json_each($1))
UNION
SELECT key_id FROM key_use
WHERE identifier IN (SELECT value FROM json_each($1))
