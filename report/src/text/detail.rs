//! How much of a finding a terminal shows.

/// Where a finding's lines begin.
pub(super) const INSIDE: usize = 6;

/// How much to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Detail<'a> {
    /// The first few of everything.
    Short {
        /// Whether the scan has several repositories, so that each record's is named.
        several: bool,
        /// The command that scans the same again.
        command: &'a str,
    },
    /// Everything.
    Full {
        /// Whether the scan has several repositories, so that each record's is named.
        several: bool,
    },
}

impl Detail<'_> {
    pub(super) fn several(self) -> bool {
        let (Self::Short { several, .. } | Self::Full { several }) = self;
        several
    }

    pub(super) fn is_full(self) -> bool {
        matches!(self, Self::Full { .. })
    }
}
