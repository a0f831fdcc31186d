//! The last review of each pull request, and maintainers' decisions about findings.

use sqlx::any::AnyRow;
use sqlx::{FromRow, Row};

use crate::connection::{Store, text};
use crate::error::{Doing, StoreError};

/// What the last review of a pull request left on GitHub.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// GitHub's id of the repository.
    pub repository: i64,
    /// Number of the pull request.
    pub number: i64,
    /// The commit that was reviewed.
    pub head: String,
    /// The level it found.
    pub level: String,
    /// GitHub's id of the comment, if one was written.
    pub comment: Option<i64>,
    /// Digest of the comment as written; another digest means that a person edited it.
    pub comment_digest: Option<String>,
    /// GitHub's id of the check run, if there is one.
    pub check_run: Option<i64>,
    /// When it was made, Unix milliseconds.
    pub updated: i64,
}

impl FromRow<'_, AnyRow> for Review {
    fn from_row(row: &AnyRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            repository: row.try_get("repository")?,
            number: row.try_get("number")?,
            head: row.try_get("head")?,
            level: row.try_get("level")?,
            comment: row.try_get("comment")?,
            comment_digest: row.try_get("comment_digest")?,
            check_run: row.try_get("check_run")?,
            updated: row.try_get("updated")?,
        })
    }
}

/// A maintainer's decision to accept a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// GitHub's id of the repository it holds for.
    pub repository: i64,
    /// Fingerprint of the finding; stronger evidence changes it.
    pub fingerprint: String,
    /// GitHub's id of the account that decided.
    pub who_id: i64,
    /// That account's login at the time.
    pub who_login: String,
    /// The reason given.
    pub reason: String,
    /// When, Unix milliseconds.
    pub at: i64,
}

impl FromRow<'_, AnyRow> for Decision {
    fn from_row(row: &AnyRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            repository: row.try_get("repository")?,
            fingerprint: row.try_get("fingerprint")?,
            who_id: row.try_get("who_id")?,
            who_login: row.try_get("who_login")?,
            reason: row.try_get("reason")?,
            at: row.try_get("at")?,
        })
    }
}

impl Store {
    /// The last review of a pull request.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn review(&self, repository: i64, number: i64) -> Result<Option<Review>, StoreError> {
        const SELECT: &str = "
            SELECT repository, number, head, level, comment, comment_digest, check_run, updated
            FROM review WHERE repository = $1 AND number = $2";
        sqlx::query_as(SELECT)
            .bind(repository)
            .bind(number)
            .fetch_optional(&self.reader)
            .await
            .doing("read a review")
    }

    /// Saves a review in place of the pull request's last one, unless that is newer: a worker that lost its
    /// lease can be late.
    ///
    /// # Errors
    /// [`StoreError::UnknownRepository`] when the repository is not recorded.
    pub async fn save_review(&self, review: &Review) -> Result<(), StoreError> {
        const UPSERT: &str = "
            INSERT INTO review
                (repository, number, head, level, comment, comment_digest, check_run, updated)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (repository, number) DO UPDATE SET
                head = excluded.head,
                level = excluded.level,
                comment = excluded.comment,
                comment_digest = excluded.comment_digest,
                check_run = excluded.check_run,
                updated = excluded.updated
            WHERE review.updated <= excluded.updated";
        let saved = sqlx::query(UPSERT)
            .bind(review.repository)
            .bind(review.number)
            .bind(text(&review.head))
            .bind(text(&review.level))
            .bind(review.comment)
            .bind(review.comment_digest.as_deref().map(text))
            .bind(review.check_run)
            .bind(review.updated)
            .execute(&self.writer)
            .await;
        of_known_repository(saved, review.repository, "save a review")
    }

    /// Records which findings the comment or check run of a reviewed pull request shows: those that were not shown before,
    /// since `since_ms` (Unix milliseconds). Others are no longer shown.
    ///
    /// # Errors
    /// [`StoreError::UnknownRepository`] when the repository is not recorded, or the pull request has no review.
    pub async fn save_shown_findings(
        &self,
        repository: i64,
        number: i64,
        fingerprints: &[String],
        since_ms: i64,
    ) -> Result<(), StoreError> {
        const DELETE: &str = "
            DELETE FROM shown_finding WHERE repository = $1 AND number = $2 AND fingerprint = $3";
        const INSERT: &str = "
            INSERT INTO shown_finding (repository, number, fingerprint, since)
            VALUES ($1, $2, $3, $4)
            ON CONFLICT (repository, number, fingerprint) DO NOTHING";
        let doing = "save which findings are shown";
        let before = self.shown_findings(repository, number).await?;
        let gone = before.iter().map(|(fingerprint, _)| fingerprint);
        let gone = gone.filter(|fingerprint| !fingerprints.contains(fingerprint));
        let mut transaction = self.begin().await.doing(doing)?;
        for fingerprint in gone {
            let delete = sqlx::query(DELETE).bind(repository).bind(number);
            let deleted = delete.bind(text(fingerprint)).execute(&mut *transaction);
            deleted.await.doing(doing)?;
        }
        for fingerprint in fingerprints {
            let insert = sqlx::query(INSERT).bind(repository).bind(number);
            let insert = insert.bind(text(fingerprint)).bind(since_ms);
            let inserted = insert.execute(&mut *transaction).await;
            of_known_repository(inserted, repository, doing)?;
        }
        transaction.commit().await.doing(doing)
    }

    /// The fingerprints of the findings that a pull request's comment or check run shows, each with the time since when
    /// (Unix milliseconds).
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn shown_findings(
        &self,
        repository: i64,
        number: i64,
    ) -> Result<Vec<(String, i64)>, StoreError> {
        const SELECT: &str = "
            SELECT fingerprint, since FROM shown_finding
            WHERE repository = $1 AND number = $2 ORDER BY since, fingerprint";
        sqlx::query_as(SELECT)
            .bind(repository)
            .bind(number)
            .fetch_all(&self.reader)
            .await
            .doing("read which findings are shown")
    }

    /// Saves a decision, in place of an earlier one by the same account about the same finding.
    ///
    /// # Errors
    /// [`StoreError::UnknownRepository`] when the repository is not recorded.
    pub async fn accept(&self, decision: &Decision) -> Result<(), StoreError> {
        const UPSERT: &str = "
            INSERT INTO decision (repository, fingerprint, who_id, who_login, reason, at)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (repository, fingerprint, who_id) DO UPDATE SET
                who_login = excluded.who_login,
                reason = excluded.reason,
                at = excluded.at
            WHERE decision.at <= excluded.at";
        let accepted = sqlx::query(UPSERT)
            .bind(decision.repository)
            .bind(text(&decision.fingerprint))
            .bind(decision.who_id)
            .bind(text(&decision.who_login))
            .bind(text(&decision.reason))
            .bind(decision.at)
            .execute(&self.writer)
            .await;
        of_known_repository(accepted, decision.repository, "save a decision")
    }

    /// Every decision about findings in a repository, the oldest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn decisions(&self, repository: i64) -> Result<Vec<Decision>, StoreError> {
        const SELECT: &str = "
            SELECT repository, fingerprint, who_id, who_login, reason, at
            FROM decision WHERE repository = $1 ORDER BY at, fingerprint, who_id";
        sqlx::query_as(SELECT)
            .bind(repository)
            .fetch_all(&self.reader)
            .await
            .doing("read decisions")
    }
}

/// Recognises the error of a row whose repository is not recorded.
pub(crate) fn of_known_repository<T>(
    result: Result<T, sqlx::Error>,
    repository: i64,
    doing: &'static str,
) -> Result<(), StoreError> {
    match result {
        Err(sqlx::Error::Database(error)) if error.is_foreign_key_violation() => {
            Err(StoreError::UnknownRepository { doing, repository })
        }
        other => other.map(drop).doing(doing),
    }
}
