-- Those of some deliveries that were received.
-- $1: JSON array of GUIDs
SELECT guid FROM delivery
WHERE guid IN (SELECT value FROM jsonb_array_elements_text($1::jsonb))
