-- Identifiers by their numbers.
-- $1: JSON array of identifiers' numbers
SELECT hash, kind, shown FROM identifier
WHERE id IN (SELECT value FROM json_each($1))
