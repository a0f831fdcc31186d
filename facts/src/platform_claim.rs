//! Whether a commit says that a platform made it, and whether the platform's signature confirms it.

/// What a commit says about a platform as its committer. Anybody can type a committer; a signature cannot be typed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PlatformClaim {
    /// The committer is not a platform.
    #[default]
    None,
    /// The committer is a platform, and a key that the platform publishes made the signature.
    Verified,
    /// The committer is a platform, the commit does not carry the platform's signature, and another commit of the scan
    /// does, with the same author line and author date: a copy of what the platform made, in a rewritten history. The same
    /// holds for all such commits of a repository that was split off or rewritten as a whole.
    Copied,
    /// The committer is a platform, and there is no signature.
    Unsigned,
    /// The committer is a platform, and the signature is somebody else's, is wrong, or cannot be read.
    Unverified,
}

impl PlatformClaim {
    /// Whether the commit is known to be made by a platform.
    #[must_use]
    #[inline]
    pub const fn is_verified(self) -> bool {
        matches!(self, Self::Verified)
    }

    /// Whether the commit names a platform, and nothing shows that the platform had to do with it.
    #[must_use]
    #[inline]
    pub const fn is_unproven(self) -> bool {
        matches!(self, Self::Unsigned | Self::Unverified)
    }
}
