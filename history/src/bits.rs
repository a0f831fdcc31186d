//! A growing set of small numbers. Unlike fixedbitset it grows as numbers are added.

/// One bit for each number.
#[derive(Debug, Default)]
pub(crate) struct Bits(Vec<u64>);

impl Bits {
    /// Adds `position` and returns whether it was new.
    pub(crate) fn insert(&mut self, position: u32) -> bool {
        let (word, bit) = place(position);
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        let new = self.0[word] & bit == 0;
        self.0[word] |= bit;
        new
    }

    pub(crate) fn contains(&self, position: u32) -> bool {
        let (word, bit) = place(position);
        self.0.get(word).is_some_and(|bits| bits & bit != 0)
    }
}

fn place(position: u32) -> (usize, u64) {
    ((position >> 6) as usize, 1 << (position & 63))
}
