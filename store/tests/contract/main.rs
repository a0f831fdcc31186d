//! The store's contract, held by every test on SQLite and on PostgreSQL alike.

#![expect(clippy::unwrap_used, reason = "a test fails where it panics")]

mod accounts;
mod concurrency;
mod connecting;
mod fairness;
mod hash_key;
mod inbox;
mod indicators;
mod keys;
mod migrations;
mod pages;
mod people;
mod postgres;
mod processes;
mod queue;
mod requeue;
mod rights;
mod support;
mod tenants;
