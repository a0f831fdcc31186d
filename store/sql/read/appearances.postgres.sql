-- Where identifiers appeared.
-- $1: JSON array of identifiers' hashes in hexadecimal
-- $2: the installation that asks; NULL for the operator, who sees everything
SELECT identifier.hash AS hash, appearance.name AS name, login, moments, seen,
    known_source.id AS source_id, known_source.place AS place,
    known_source.name AS source_name, known_source.organisation AS organisation,
    known_source.repository AS repository, known_source.installation AS installation,
    known_source.private AS private
FROM identifier
JOIN appearance ON appearance.identifier = identifier.id
JOIN known_source ON known_source.id = appearance.source
WHERE identifier.hash = ANY (ARRAY(SELECT decode(value, 'hex') FROM jsonb_array_elements_text($1::jsonb)))
    AND (CAST($2 AS BIGINT) IS NULL OR known_source.private = 0 OR known_source.installation = $2)
