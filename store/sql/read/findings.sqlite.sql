-- Findings about people, each with the decisions that the viewer may see, the latest first.
-- $1: JSON array of identifiers' hashes in hexadecimal
-- $2: the installation that asks; NULL for the operator, who sees everything
SELECT identifier.hash AS hash, finding.fingerprint AS fingerprint, heuristic, revision,
    strength, weight, evidence, first_seen, last_seen,
    decision.reason AS reason, decision.who_login AS who, decision.at AS at,
    known_source.id AS source_id, known_source.place AS place,
    known_source.name AS source_name, known_source.organisation AS organisation,
    known_source.repository AS repository, known_source.installation AS installation,
    known_source.private AS private
FROM identifier
JOIN person_finding AS finding ON finding.identifier = identifier.id
JOIN known_source ON known_source.id = finding.source
LEFT JOIN decision ON decision.repository = known_source.repository
    AND decision.fingerprint = finding.fingerprint
    AND (CAST($2 AS BIGINT) IS NULL OR known_source.installation = $2)
WHERE identifier.hash IN (SELECT unhex(value) FROM json_each($1))
    AND (CAST($2 AS BIGINT) IS NULL OR known_source.private = 0 OR known_source.installation = $2)
ORDER BY place, fingerprint, at DESC, decision.who_id DESC
