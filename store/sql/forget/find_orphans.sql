-- The numbers of all identifiers about which nothing is known any more.
SELECT id FROM identifier
WHERE NOT EXISTS (SELECT 1 FROM appearance WHERE appearance.identifier = identifier.id)
    AND NOT EXISTS (SELECT 1 FROM identity_join WHERE identity_join.a = identifier.id)
    AND NOT EXISTS (SELECT 1 FROM identity_join WHERE identity_join.b = identifier.id)
    AND NOT EXISTS (SELECT 1 FROM key_use WHERE key_use.key_id = identifier.id)
    AND NOT EXISTS (SELECT 1 FROM key_use WHERE key_use.identifier = identifier.id)
    AND NOT EXISTS (SELECT 1 FROM person_finding WHERE person_finding.identifier = identifier.id)
