//! Traces that tools leave in the headers and the message of a commit.

use bitflags::bitflags;

bitflags! {
    /// Tools that a commit names in its headers or its message. A trace is a claim like any other text: it can make a
    /// rule more careful, never a person more suspicious.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
    pub struct Traces: u16 {
        /// `Change-Id: I...` in the message: the change went through Gerrit.
        const GERRIT_CHANGE = 1;
        /// A header that clients write which rewrite whole stacks of commits: `change-id` (Jujutsu, GitButler),
        /// `gitbutler-headers-version`, `gitbutler-change-id`.
        const STACK_CLIENT = 1 << 1;
    }
}
