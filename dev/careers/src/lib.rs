//! Invented people who live whole careers in real git repositories: honest ones with honest oddities, and
//! personas after published patterns, as careful as asked.
//!
//! A [`Village`] is people, projects and a seed. It plans every commit ([`Plan`], a value), and the plan
//! is written as bare git repositories. The same seed gives the same commit ids.

mod change;
mod clock;
mod desk;
mod dice;
mod honest;
mod names;
mod pack;
mod personas;
mod plan;
mod rhythm;
mod signature;
mod stage;
mod village;

pub use clock::Atlas;
pub use honest::{WAYS, Way};
pub use names::Script;
pub use personas::{Care, PERSONAS, Persona};
pub use plan::{Plan, Resident};
pub use village::Village;
