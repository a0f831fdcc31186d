//! End-to-end tests: the built command on real git repositories.
#![expect(
    clippy::unwrap_used,
    reason = "a stage that cannot be set fails the test"
)]

mod backup;
mod baseline;
mod bundle;
mod config;
mod demo;
mod docs;
mod exchange;
mod exits;
mod forget;
mod gaps;
mod html;
mod indicators;
mod output;
mod people;
mod person;
mod policy;
mod prove;
mod remote;
mod scan;
mod storage;
mod support;
mod tables;
mod verify;
