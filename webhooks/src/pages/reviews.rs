//! `GET /reviews/ID`: the evidence of a review, for people who may write to the repository.

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use countersign_github::{GithubError, RepositoryName};
use countersign_store::{ReviewPage, StoreError};
use maud::{PreEscaped, html};

use super::frame;
use super::session::Session;
use super::shared::{Pages, Shared};
use super::sign_in::{begin, with_cookies};
use crate::site::ReviewId;

/// What a reader gets.
enum Access {
    /// The page. The session knows GitHub's answer now.
    Granted(ReviewPage, Session),
    /// What they would get if there was no such review.
    Denied,
    /// GitHub does not accept the session's token any more.
    SignedOut,
    /// GitHub or the database does not answer.
    Unknown,
}

pub(super) async fn show(
    State(shared): State<Pages>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let session = Session::of(&shared, &headers);
    let Ok(review) = id.parse::<ReviewId>() else {
        let reader = session.as_ref().map(|session| (&*shared, session));
        return frame::not_found(reader);
    };
    let Some(session) = session else {
        return begin(&shared, review);
    };
    let asked = access(&shared, session.clone(), review).await;
    match asked.unwrap_or(Access::Unknown) {
        Access::Granted(page, session) => {
            // The report has escaped what stands in it.
            let content = html! { (PreEscaped(page.html)) (footer()) };
            let answer = frame::page(Some((&shared, &session)), "Review", &content);
            with_cookies(answer, [session.cookie(&shared)])
        }
        Access::Denied => frame::not_found(Some((&shared, &session))),
        Access::SignedOut => begin(&shared, review),
        Access::Unknown => frame::unavailable(),
    }
}

async fn access(shared: &Shared, session: Session, review: ReviewId) -> Result<Access, StoreError> {
    let (repository, now_ms) = (review.repository, shared.clock.now_ms());
    let Some(stored) = shared.store.repository(repository.get()).await? else {
        return Ok(Access::Denied);
    };
    let session = if session.may_write(repository, now_ms) {
        session
    } else {
        let Ok(name) = RepositoryName::new(&stored.owner, &stored.name) else {
            return Ok(Access::Denied);
        };
        let client = shared.sign_in.client(session.token());
        match client.may_push(&name, repository).await {
            Ok(true) => session.answered(repository, now_ms),
            Err(GithubError::Unauthorized { .. }) => return Ok(Access::SignedOut),
            // An error would show that there is such a repository to those who do not know.
            Err(error) if error.is_transient() && session.could_write(repository) => {
                return Ok(Access::Unknown);
            }
            Ok(false) | Err(_) => return Ok(Access::Denied),
        }
    };
    let page = shared
        .store
        .page(repository.get(), review.number.get())
        .await?;
    Ok(page.map_or(Access::Denied, |page| Access::Granted(page, session)))
}

fn footer() -> maud::Markup {
    html! {
        footer {
            p { "Only people who may write to this repository see this page. It contains personal data: share it only \
                 with people who may see it." }
        }
    }
}
