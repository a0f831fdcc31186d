//! Jobs: what a job in the queue says, and what its handler works with.

mod command;
mod context;
mod installation;
mod kind;
mod references;
mod rights;

pub(crate) use command::Command;
pub(crate) use context::JobContext;
pub(crate) use installation::{CoveredRepository, InstallationChange, InstallationState};
pub(crate) use kind::Job;
pub(crate) use references::{AccountRef, RepositoryRef};
pub(crate) use rights::{DeployKey, RightsChange};
