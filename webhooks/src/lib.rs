//! Countersign's GitHub App: takes in webhook deliveries, and reviews the pull requests they tell of.
//!
//! [`router`] is what GitHub speaks to: it verifies a delivery, stores it with the job it asks for,
//! and answers. A [`Worker`] takes the jobs: [`review`] collects facts, examines them, plans what
//! GitHub shall hold, and applies the plan. [`Service`] runs both until it is told to stop.
//!
//! Nothing here prints, and no log line holds a name, an address, a token, or the text of anybody.

mod context;
mod dice;
mod error;
mod events;
mod http;
mod jobs;
mod mirror;
pub mod policy;
pub mod review;
mod rights;
mod service;
mod worker;

pub use context::{Context, Settings};
pub use countersign_github::Clock;
pub use dice::Dice;
pub use error::JobError;
pub use http::{Intake, router};
pub use mirror::{MirrorError, Mirrors};
pub use service::Service;
pub use worker::{Drained, Worker};
