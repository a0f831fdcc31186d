//! Test support: a GitHub that holds state, behind real HTTP and real `git`.
//!
//! A test builds a [`World`], points the code under test at [`World::api_url`], passes on the
//! webhooks that the world writes and signs, and reads what GitHub holds in the end. The world
//! checks what GitHub checks: the App's JWT, tokens and their permissions, limits, lengths. It
//! answers unknown requests with 500 and lists them in [`World::unexpected`].
//!
//! The script `prism/check` compares the world's answers and webhooks, and the client's requests,
//! with GitHub's own OpenAPI description. Its first lines say how to run it.
//!
//! The world panics where a story makes no sense. It is for tests only: the key below is public.

mod answer;
mod arrived;
mod auth;
mod delivery;
mod delivery_log;
mod fault;
mod git;
mod git_http;
mod graphql;
mod handlers;
mod json;
mod manifest_form;
mod moment;
mod request;
mod routes;
mod server;
mod shared;
mod ssh;
mod state;
mod story;
mod web_sign_in;

pub use delivery::{Delivery, sign};
pub use fault::Fault;
pub use ssh::ssh_public_key;
pub use story::{
    CheckView, CommentView, Commit, InstallationStory, PullStory, RepositoryStory, UserStory, World,
};

/// The App's number.
pub const APP_ID: u64 = 4_711;
/// The id with which the App signs people in.
pub const CLIENT_ID: &str = "Iv1.8a61f9b3a7aba766";
/// The secret with which the App signs people in: made for tests, known to everybody.
pub const CLIENT_SECRET: &str = "made-for-tests";
/// The App's short name; it comments as `countersign[bot]`.
pub(crate) const APP_SLUG: &str = "countersign";
/// The App's private key: made for tests, known to everybody, good for nothing else.
pub const PRIVATE_KEY: &str = include_str!("test_key.pem");
pub(crate) const PUBLIC_KEY: &str = include_str!("test_key.pub.pem");
