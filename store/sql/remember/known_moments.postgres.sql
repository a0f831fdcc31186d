-- What earlier readings of a source saw of some identifiers.
-- $1: JSON array of identifiers' numbers
-- $2: number of the source
SELECT identifier, name, login, moments FROM appearance
WHERE identifier = ANY (ARRAY(SELECT value::bigint FROM jsonb_array_elements_text($1::jsonb))) AND source = $2
