//! Disjoint sets of numbered members, joined two at a time.

/// Every member's set; each starts alone. A set goes by its smallest member.
#[derive(Debug)]
pub(crate) struct Sets(Vec<u32>);

impl Sets {
    /// # Panics
    /// For 2^32 members or more.
    pub(crate) fn new(members: usize) -> Self {
        let members = u32::try_from(members).expect("fewer than 2^32 members");
        Self((0..members).collect())
    }

    pub(crate) fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.of(a), self.of(b));
        self.0[a.max(b) as usize] = a.min(b);
    }

    /// The smallest member of the set that `member` is in.
    pub(crate) fn of(&mut self, mut member: u32) -> u32 {
        while self.0[member as usize] != member {
            self.0[member as usize] = self.0[self.0[member as usize] as usize];
            member = self.0[member as usize];
        }
        member
    }
}
