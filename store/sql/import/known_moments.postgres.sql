-- What is known of appearances that come in.
-- $1: JSON array of {number, source, identifier, name, login}; `number` leads back to the entry
SELECT entry.number AS number, appearance.moments AS moments
FROM jsonb_to_recordset($1::jsonb) AS entry (
    number bigint, source bigint, identifier text, name text, login text
)
JOIN identifier ON identifier.hash = decode(entry.identifier, 'hex')
JOIN appearance ON appearance.source = entry.source
    AND appearance.identifier = identifier.id
    AND appearance.name = entry.name
    AND appearance.login = entry.login
