//! What the routes do.

pub(crate) mod app;
pub(crate) mod checks;
pub(crate) mod code_scanning;
pub(crate) mod issues;
pub(crate) mod manifest;
pub(crate) mod meta;
pub(crate) mod owned;
pub(crate) mod pulls;
pub(crate) mod repositories;
pub(crate) mod users;
