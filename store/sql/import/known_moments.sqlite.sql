-- What is known of appearances that come in.
-- $1: JSON array of {number, source, identifier, name, login}; `number` leads back to the entry
SELECT entry.value ->> 'number' AS number, appearance.moments AS moments
FROM json_each($1) AS entry
JOIN identifier ON identifier.hash = unhex(entry.value ->> 'identifier')
JOIN appearance ON appearance.source = entry.value ->> 'source'
    AND appearance.identifier = identifier.id
    AND appearance.name = entry.value ->> 'name'
    AND appearance.login = entry.value ->> 'login'
