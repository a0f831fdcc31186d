//! Pages of reviews: the evidence of each pull request's last review, as maintainers see it in a browser.

use sqlx::any::AnyRow;
use sqlx::{FromRow, Row};

use crate::connection::{Store, text};
use crate::error::{Doing, StoreError};
use crate::reviews::of_known_repository;

/// The evidence of the last review of a pull request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewPage {
    /// GitHub's id of the repository.
    pub repository: i64,
    /// Number of the pull request.
    pub number: i64,
    /// The content of the page, as HTML.
    pub html: String,
    /// When it was made, Unix milliseconds.
    pub made: i64,
}

impl FromRow<'_, AnyRow> for ReviewPage {
    fn from_row(row: &AnyRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            repository: row.try_get("repository")?,
            number: row.try_get("number")?,
            html: row.try_get("html")?,
            made: row.try_get("made")?,
        })
    }
}

impl Store {
    /// The page of a pull request's last review, if that has one.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn page(
        &self,
        repository: i64,
        number: i64,
    ) -> Result<Option<ReviewPage>, StoreError> {
        const SELECT: &str = "
            SELECT repository, number, html, made
            FROM review_page WHERE repository = $1 AND number = $2";
        sqlx::query_as(SELECT)
            .bind(repository)
            .bind(number)
            .fetch_optional(&self.reader)
            .await
            .doing("read the page of a review")
    }

    /// Saves a page in place of the pull request's last one, unless that is newer.
    ///
    /// # Errors
    /// [`StoreError::UnknownRepository`] when the repository is not recorded.
    pub async fn save_page(&self, page: &ReviewPage) -> Result<(), StoreError> {
        const UPSERT: &str = "
            INSERT INTO review_page (repository, number, html, made)
            VALUES ($1, $2, $3, $4)
            ON CONFLICT (repository, number) DO UPDATE SET
                html = excluded.html,
                made = excluded.made
            WHERE review_page.made <= excluded.made";
        let saved = sqlx::query(UPSERT)
            .bind(page.repository)
            .bind(page.number)
            .bind(text(&page.html))
            .bind(page.made)
            .execute(&self.writer)
            .await;
        of_known_repository(saved, page.repository, "save the page of a review")
    }

    /// Deletes the page of a pull request: there is nothing left to look at.
    ///
    /// # Errors
    /// When the database cannot be written to.
    pub async fn remove_page(&self, repository: i64, number: i64) -> Result<(), StoreError> {
        const DELETE: &str = "DELETE FROM review_page WHERE repository = $1 AND number = $2";
        let removed = sqlx::query(DELETE).bind(repository).bind(number);
        let removed = removed.execute(&self.writer).await;
        removed.map(drop).doing("delete the page of a review")
    }
}
