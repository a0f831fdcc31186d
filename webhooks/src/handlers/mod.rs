//! The handlers of jobs: one kind of job a file.

mod command;
mod dispatch;
mod installation;
mod missed_deliveries;
mod remember;
mod repository;
mod rescan;
mod review;
mod rights;

pub(crate) use dispatch::handle;
