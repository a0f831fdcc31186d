//! Committer dates that no clock of the committer wrote: in converted histories, and on servers that commit in the name
//! of the person who clicks.

mod conversions;
mod servers;

pub(crate) use conversions::Conversions;
pub(crate) use servers::Servers;
