//! Whole careers, written as git repositories, read back and examined with every heuristic.

mod honest;
mod metamorphic;
mod namesakes;
mod repositories;
mod verdicts;
