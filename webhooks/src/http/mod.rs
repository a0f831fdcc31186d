//! The HTTP server: GitHub's webhook, and health and metrics for operators.

mod connections;
mod health;
mod hook;
mod intake;
mod router;
mod signature;

pub(crate) use connections::Connections;
pub use intake::Intake;
pub use router::router;
