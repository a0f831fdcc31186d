-- Deletes what is known about identifiers: four statements.
-- $1: JSON array of identifiers' numbers
DELETE FROM appearance
WHERE identifier IN (SELECT value FROM json_each($1));

DELETE FROM identity_join
WHERE a IN (SELECT value FROM json_each($1))
    OR b IN (SELECT value FROM json_each($1));

DELETE FROM key_use
WHERE key_id IN (SELECT value FROM json_each($1))
    OR identifier IN (SELECT value FROM json_each($1));

DELETE FROM person_finding
WHERE identifier IN (SELECT value FROM json_each($1));
