-- What earlier readings of a source saw of some identifiers.
-- $1: JSON array of identifiers' numbers
-- $2: number of the source
SELECT identifier, name, login, moments FROM appearance
WHERE identifier IN (SELECT value FROM json_each($1)) AND source = $2
