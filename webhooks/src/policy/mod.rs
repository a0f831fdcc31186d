//! The maintainers' policy: `.github/countersign.toml`.

mod choices;
mod effective;
mod file;
mod load;

pub use choices::{Check, Disclosure};
pub use effective::{Effective, PATH, Policy};
pub use file::{LONGEST_FILE, PolicyError, PolicyFile, parse, schema};
pub(crate) use load::{load, problem_at};
