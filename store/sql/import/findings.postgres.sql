-- Adds findings about people.
-- $1: JSON array of {source, fingerprint, identifier, heuristic, revision, strength, weight, evidence,
--     first_seen, last_seen}; identifiers are hashes in hexadecimal
INSERT INTO person_finding
    (source, fingerprint, identifier, heuristic, revision, strength, weight, evidence,
    first_seen, last_seen)
SELECT
    entry.source, entry.fingerprint, identifier.id, entry.heuristic, entry.revision,
    entry.strength, entry.weight, entry.evidence, entry.first_seen, entry.last_seen
FROM jsonb_to_recordset($1::jsonb) AS entry (
    source bigint, fingerprint text, identifier text, heuristic text, revision bigint,
    strength text, weight double precision, evidence text, first_seen bigint, last_seen bigint
)
JOIN identifier ON identifier.hash = decode(entry.identifier, 'hex')
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
