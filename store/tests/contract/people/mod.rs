//! The memory of people: what readings add to it, who may see what of it, and what is forgotten.

mod readings;
mod remember;
