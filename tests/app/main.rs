//! The App end to end: the production router and workers, against a GitHub that holds state.
#![expect(
    clippy::unwrap_used,
    reason = "a stage that cannot be set fails the test"
)]

mod accounts;
mod action;
mod app;
mod command_line;
mod commands;
mod doctor;
mod fairness;
mod faults;
mod indicators;
mod installations;
mod keys;
mod memory;
mod pages;
mod people;
mod policies;
#[path = "../../store/tests/contract/postgres.rs"]
mod postgres;
mod proxies;
mod receiving;
mod reviews;
mod rights;
mod setup;
mod sizes;
