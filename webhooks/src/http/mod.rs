//! The HTTP server: GitHub's webhook, and health and metrics for operators.

mod health;
mod hook;
mod intake;
mod router;
mod signature;

pub use intake::Intake;
pub use router::router;
