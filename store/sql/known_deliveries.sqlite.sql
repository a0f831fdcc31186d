-- Those of some deliveries that were received.
-- $1: JSON array of GUIDs
SELECT guid FROM delivery
WHERE guid IN (SELECT value FROM json_each($1))
