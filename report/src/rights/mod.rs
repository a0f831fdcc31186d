//! The private notice to maintainers about an event that concerns rights: the event, the findings about it,
//! and a timeline of the accounts concerned.

mod notice;
mod timeline;
mod wording;

pub use notice::{Event, Exchange, Found, Key, Notice, SeenKey, marker, notice};
pub use timeline::{ShownHistory, Step, Timeline, What, Who};
