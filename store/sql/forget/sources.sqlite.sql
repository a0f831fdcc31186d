-- Deletes sources with everything that they showed: five statements.
-- $1: JSON array of sources' numbers
DELETE FROM appearance
WHERE source IN (SELECT value FROM json_each($1));

DELETE FROM identity_join
WHERE source IN (SELECT value FROM json_each($1));

DELETE FROM key_use
WHERE source IN (SELECT value FROM json_each($1));

DELETE FROM person_finding
WHERE source IN (SELECT value FROM json_each($1));

DELETE FROM source
WHERE id IN (SELECT value FROM json_each($1));
