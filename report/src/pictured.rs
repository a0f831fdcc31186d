//! Gives a scan what its pictures show.

use countersign_people::Population;

use crate::model::Scan;
use crate::readings::{MOST_PICTURED, all};

impl Scan {
    /// The same scan with what [`Format::Html`](crate::Format::Html) needs for its pictures: the clocks, rhythm
    /// and keys of its first thirty people. Other formats do not show it.
    #[must_use]
    pub fn with_pictures(mut self, population: &Population) -> Self {
        let people = self.people.iter().take(MOST_PICTURED);
        self.readings = all(population, people.map(|person| &*person.id));
        self
    }

    /// The same scan with only the person with this id on its list. Totals still count everyone.
    #[must_use]
    pub fn only(mut self, id: &str) -> Self {
        self.people.retain(|person| person.id == id);
        self
    }
}
