-- Adds findings about people in a source.
-- $1: JSON array of {fingerprint, identifier, heuristic, revision, strength, weight, evidence}
-- $2: number of the source
-- $3: time of the reading, Unix milliseconds
INSERT INTO person_finding
    (source, fingerprint, identifier, heuristic, revision, strength, weight, evidence,
    first_seen, last_seen)
SELECT
    $2, entry.fingerprint, entry.identifier, entry.heuristic, entry.revision, entry.strength,
    entry.weight, entry.evidence, $3, $3
FROM jsonb_to_recordset($1::jsonb) AS entry (
    fingerprint text, identifier bigint, heuristic text, revision bigint, strength text,
    weight double precision, evidence text
)
WHERE true
ON CONFLICT (source, fingerprint) DO UPDATE SET
    identifier = CASE WHEN person_finding.last_seen <= excluded.last_seen
        THEN excluded.identifier ELSE person_finding.identifier END,
    heuristic = CASE WHEN person_finding.last_seen <= excluded.last_seen
        THEN excluded.heuristic ELSE person_finding.heuristic END,
    revision = CASE WHEN person_finding.last_seen <= excluded.last_seen
        THEN excluded.revision ELSE person_finding.revision END,
    strength = CASE WHEN person_finding.last_seen <= excluded.last_seen
        THEN excluded.strength ELSE person_finding.strength END,
    weight = CASE WHEN person_finding.last_seen <= excluded.last_seen
        THEN excluded.weight ELSE person_finding.weight END,
    evidence = CASE WHEN person_finding.last_seen <= excluded.last_seen
        THEN excluded.evidence ELSE person_finding.evidence END,
    first_seen = CASE WHEN excluded.first_seen < person_finding.first_seen
        THEN excluded.first_seen ELSE person_finding.first_seen END,
    last_seen = CASE WHEN person_finding.last_seen < excluded.last_seen
        THEN excluded.last_seen ELSE person_finding.last_seen END
