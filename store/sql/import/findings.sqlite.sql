-- Adds findings about people.
-- $1: JSON array of {source, fingerprint, identifier, heuristic, revision, strength, weight, evidence,
--     first_seen, last_seen}; identifiers are hashes in hexadecimal
INSERT INTO person_finding
    (source, fingerprint, identifier, heuristic, revision, strength, weight, evidence,
    first_seen, last_seen)
SELECT
    entry.value ->> 'source', entry.value ->> 'fingerprint', identifier.id,
    entry.value ->> 'heuristic', entry.value ->> 'revision', entry.value ->> 'strength',
    entry.value ->> 'weight', entry.value ->> 'evidence', entry.value ->> 'first_seen',
    entry.value ->> 'last_seen'
FROM json_each($1) AS entry
JOIN identifier ON identifier.hash = unhex(entry.value ->> 'identifier')
WHERE true
ON CONFLICT (source, fingerprint) DO UPDATE SET
    identifier = CASE WHEN person_finding.last_seen < excluded.last_seen
        THEN excluded.identifier ELSE person_finding.identifier END,
    heuristic = CASE WHEN person_finding.last_seen < excluded.last_seen
        THEN excluded.heuristic ELSE person_finding.heuristic END,
    revision = CASE WHEN person_finding.last_seen < excluded.last_seen
        THEN excluded.revision ELSE person_finding.revision END,
    strength = CASE WHEN person_finding.last_seen < excluded.last_seen
        THEN excluded.strength ELSE person_finding.strength END,
    weight = CASE WHEN person_finding.last_seen < excluded.last_seen
        THEN excluded.weight ELSE person_finding.weight END,
    evidence = CASE WHEN person_finding.last_seen < excluded.last_seen
        THEN excluded.evidence ELSE person_finding.evidence END,
    first_seen = CASE WHEN excluded.first_seen < person_finding.first_seen
        THEN excluded.first_seen ELSE person_finding.first_seen END,
    last_seen = CASE WHEN person_finding.last_seen < excluded.last_seen
        THEN excluded.last_seen ELSE person_finding.last_seen END
