-- The numbers of the identifiers that sources show.
-- $1: JSON array of sources' numbers
SELECT identifier FROM appearance
WHERE source IN (SELECT value FROM json_each($1))
UNION
SELECT a FROM identity_join
WHERE source IN (SELECT value FROM json_each($1))
UNION
SELECT b FROM identity_join
WHERE source IN (SELECT value FROM json_each($1))
UNION
SELECT key_id FROM key_use
WHERE source IN (SELECT value FROM json_each($1))
UNION
SELECT identifier FROM key_use
WHERE source IN (SELECT value FROM json_each($1))
UNION
SELECT identifier FROM person_finding
WHERE source IN (SELECT value FROM json_each($1))
