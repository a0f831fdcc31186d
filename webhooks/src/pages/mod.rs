//! Pages for people: the evidence of reviews for those who may write to the repository, and what heuristics and
//! published patterns are, for everybody.
//!
//! Nobody learns from an answer whether a review exists that they may not see: the page says the same as for one that
//! does not exist. The pages have no scripts, and load nothing.

mod cookies;
mod frame;
mod headers;
mod reviews;
mod rules;
mod session;
mod shared;
mod sign_in;

use std::sync::Arc;

use axum::Router;
use axum::middleware::map_response;
use axum::routing::{get, post};

use crate::context::Context;
use cookies::Cookies;
use shared::Shared;

/// The routes of the pages. Without the settings for signing in, nobody can see evidence, so those have no route.
pub fn pages(context: &Context) -> Router {
    let site = context.settings.site.as_ref();
    let is_secure = site.is_some_and(|site| site.url.is_secure());
    let rules = Router::new()
        .route("/heuristics", get(rules::heuristics))
        .route("/heuristics/{name}", get(rules::heuristic))
        .route("/patterns", get(rules::patterns))
        .route("/patterns/{name}", get(rules::pattern));
    let signed_in = site.and_then(|site| {
        let settings = site.sign_in.clone()?;
        let shared = Shared {
            store: context.store.clone(),
            clock: context.clock.clone(),
            url: site.url.clone(),
            cookies: Cookies::new(&settings.client_secret, is_secure),
            sign_in: context
                .app
                .sign_in(settings.client_id, settings.client_secret),
        };
        let routes = Router::new()
            .route("/reviews/{id}", get(reviews::show))
            .route("/signed-in", get(sign_in::come_back))
            .route("/sign-out", post(sign_in::sign_out))
            .with_state(Arc::new(shared));
        Some(routes)
    });
    rules
        .merge(signed_in.unwrap_or_default())
        .layer(map_response(move |response| {
            std::future::ready(headers::secured(response, is_secure))
        }))
}
