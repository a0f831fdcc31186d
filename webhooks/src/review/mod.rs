//! Reviewing one pull request: collect facts, examine them, plan what GitHub shall show, apply the plan.

mod apply;
mod collect;
pub(crate) mod commits;
mod context;
mod examine;
mod output;
mod plan;
mod prepare;
mod present;
mod wanted;

pub use apply::Applied;
pub(crate) use apply::apply;
pub use collect::{Collected, collect};
pub use context::ReviewContext;
pub use examine::{Examined, examine};
pub use output::Wanted;
pub use plan::plan;
pub(crate) use plan::{digest, level};
pub use prepare::{Reviewed, prepare};
pub use present::{Present, PresentComment, look};
pub use wanted::wanted;

pub use crate::plan::{CheckDraft, CheckPlan, CheckRemark, CommentPlan, Notice, Plan};
