-- Who used these keys, and which keys these identifiers used.
-- $1: JSON array of identifiers' hashes in hexadecimal
-- $2: the installation that asks; NULL for the operator, who sees everything
SELECT signing_key.hash AS key_hash, signer.hash AS hash, first_use, last_use, commits, seen,
    known_source.id AS source_id, known_source.place AS place,
    known_source.name AS source_name, known_source.organisation AS organisation,
    known_source.repository AS repository, known_source.installation AS installation,
    known_source.private AS private
FROM identifier AS signing_key
JOIN key_use ON key_use.key_id = signing_key.id
JOIN identifier AS signer ON signer.id = key_use.identifier
JOIN known_source ON known_source.id = key_use.source
WHERE signing_key.hash = ANY (ARRAY(SELECT decode(value, 'hex') FROM jsonb_array_elements_text($1::jsonb)))
    AND (CAST($2 AS BIGINT) IS NULL OR known_source.private = 0 OR known_source.installation = $2)
UNION
SELECT signing_key.hash AS key_hash, signer.hash AS hash, first_use, last_use, commits, seen,
    known_source.id AS source_id, known_source.place AS place,
    known_source.name AS source_name, known_source.organisation AS organisation,
    known_source.repository AS repository, known_source.installation AS installation,
    known_source.private AS private
FROM identifier AS signer
JOIN key_use ON key_use.identifier = signer.id
JOIN identifier AS signing_key ON signing_key.id = key_use.key_id
JOIN known_source ON known_source.id = key_use.source
WHERE signer.hash = ANY (ARRAY(SELECT decode(value, 'hex') FROM jsonb_array_elements_text($1::jsonb)))
    AND (CAST($2 AS BIGINT) IS NULL OR known_source.private = 0 OR known_source.installation = $2)
ORDER BY key_hash, hash, place
