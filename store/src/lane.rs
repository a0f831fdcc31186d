//! Which jobs go first.

/// Whether somebody waits for a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// Somebody does, at a pull request for example.
    Prompt,
    /// Nobody does, so prompt jobs go first, unless this one has waited for [`Lane::PATIENCE_MS`].
    Background,
}

impl Lane {
    /// Milliseconds after which a job of the background counts as prompt: one hour, so that it gets its turn however
    /// many prompt jobs there are.
    pub const PATIENCE_MS: i64 = 3_600_000;

    pub(crate) fn of_number(number: i64) -> Self {
        match number {
            0 => Self::Prompt,
            _ => Self::Background,
        }
    }

    pub(crate) fn number(self) -> i64 {
        match self {
            Self::Prompt => 0,
            Self::Background => 1,
        }
    }
}
