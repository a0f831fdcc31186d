-- Deletes those of some identifiers about which nothing is known any more.
-- $1: JSON array of identifiers' numbers
DELETE FROM identifier
WHERE id = ANY (ARRAY(SELECT value::bigint FROM jsonb_array_elements_text($1::jsonb)))
    AND NOT EXISTS (SELECT 1 FROM appearance WHERE appearance.identifier = identifier.id)
    AND NOT EXISTS (SELECT 1 FROM identity_join WHERE identity_join.a = identifier.id)
    AND NOT EXISTS (SELECT 1 FROM identity_join WHERE identity_join.b = identifier.id)
    AND NOT EXISTS (SELECT 1 FROM key_use WHERE key_use.key_id = identifier.id)
    AND NOT EXISTS (SELECT 1 FROM key_use WHERE key_use.identifier = identifier.id)
    AND NOT EXISTS (SELECT 1 FROM person_finding WHERE person_finding.identifier = identifier.id)
