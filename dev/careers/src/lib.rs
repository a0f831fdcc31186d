//! Invented people and their whole careers, in real git repositories: honest people with ordinary oddities,
//! and personas that follow published patterns with a chosen degree of care.
//!
//! A [`Community`] is people, projects and a seed. It plans every commit ([`Plan`], a value), and the plan
//! is written as bare git repositories. The same seed gives the same commit ids.

mod change;
mod clock;
mod community;
mod honest;
mod machines;
mod names;
mod pack;
mod personas;
mod plan;
mod project;
mod random;
mod rhythm;
mod signature;
mod stage;

pub use clock::Atlas;
pub use community::Community;
pub use honest::{WAYS, Way};
pub use names::Script;
pub use personas::{Care, PERSONAS, Persona};
pub use plan::{Plan, Resident};
pub use signature::github_key;
