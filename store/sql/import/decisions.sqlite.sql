-- Adds decisions about findings in repositories that are recorded here.
-- $1: JSON array of {repository, fingerprint, who_id, who_login, reason, at}
INSERT INTO decision (repository, fingerprint, who_id, who_login, reason, at)
SELECT
    repository.id, entry.value ->> 'fingerprint', entry.value ->> 'who_id',
    entry.value ->> 'who_login', entry.value ->> 'reason', entry.value ->> 'at'
FROM json_each($1) AS entry
JOIN repository ON repository.id = entry.value ->> 'repository'
WHERE true
ON CONFLICT (repository, fingerprint, who_id) DO UPDATE SET
    who_login = excluded.who_login,
    reason = excluded.reason,
    at = excluded.at
WHERE decision.at < excluded.at
