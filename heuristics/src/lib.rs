//! Facts about commits and the heuristics over them.
//!
//! Pure: no I/O, no clock, no randomness; the same facts give the same findings, byte for byte.

pub mod facts;
