//! The values that a policy file can choose between.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How much the comment shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Disclosure {
    /// The comment shows every finding with its evidence.
    Full,
    /// The comment says how many findings there are; maintainers get the evidence in a notice.
    Summary,
    /// Nothing is posted on the pull request.
    Private,
}

/// How the check run ends if there are findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Check {
    /// It does not block merging.
    #[default]
    Neutral,
    /// It blocks merging if the check is required.
    Failure,
    /// There is no check run.
    Off,
}
