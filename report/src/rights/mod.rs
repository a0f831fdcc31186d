//! What maintainers are told in private about a right that was given or taken: the event, what the
//! heuristics say of it, and what the person concerned did before, with the days between.

mod notice;
mod timeline;

pub use notice::{Event, Exchange, Found, Key, Notice, SeenKey, marker, notice};
pub use timeline::{Step, Timeline, Told, What, Who};
