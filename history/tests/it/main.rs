//! Reads repositories that git made, and compares with what git and libgit2 say of them.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests may end a test, as the tests themselves may"
)]

mod content;
mod damaged;
mod differential;
mod encodings;
mod fixture;
mod layouts;
mod mailmap;
mod paths;
mod raw;
mod refs;
mod remotes;
mod selections;
