//! Countersign's GitHub App: takes in webhook deliveries, and reviews the pull requests that they report.
//!
//! [`router`] is the HTTP server for GitHub: it verifies a delivery, stores it with the job that it asks
//! for, and answers. A [`Worker`] runs the jobs: [`review`] collects facts, examines them, plans what
//! GitHub shall show, and applies the plan. `pages` shows people the evidence and what heuristics are. [`Service`]
//! runs all of it until it is asked to stop.
//!
//! Nothing here prints, and no log line contains a name, an address, a token or anyone's text.

mod account;
mod check_reference;
mod context;
mod coverage;
mod error;
mod events;
mod handlers;
mod http;
mod jitter;
mod job;
mod mirror;
mod notice_repository;
mod pages;
mod plan;
pub mod policy;
pub mod review;
mod rights;
mod service;
mod settings;
mod setup;
mod site;
mod ssh_key;
mod store_access;
mod worker;

pub use context::Context;
pub use countersign_github::Clock;
pub use error::{JobError, Reason};
pub use http::{Intake, router};
pub use jitter::Jitter;
pub use mirror::{MirrorError, Mirrors};
pub use pages::pages;
pub use service::Service;
pub use settings::Settings;
pub use setup::{ManifestForm, is_code, serve_setup, setup_router};
pub use site::{NotAUrl, PublicUrl, SignInSettings, Site};
pub use store_access::StoreAccess;
pub use worker::{Drained, Worker};
