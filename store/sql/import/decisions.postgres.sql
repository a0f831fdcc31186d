-- Adds decisions about findings in repositories that are recorded here.
-- $1: JSON array of {repository, fingerprint, who_id, who_login, reason, at}
INSERT INTO decision (repository, fingerprint, who_id, who_login, reason, at)
SELECT repository.id, entry.fingerprint, entry.who_id, entry.who_login, entry.reason, entry.at
FROM jsonb_to_recordset($1::jsonb) AS entry (
    repository bigint, fingerprint text, who_id bigint, who_login text, reason text, at bigint
)
JOIN repository ON repository.id = entry.repository
WHERE true
ON CONFLICT (repository, fingerprint, who_id) DO UPDATE SET
    who_login = excluded.who_login,
    reason = excluded.reason,
    at = excluded.at
WHERE decision.at < excluded.at
