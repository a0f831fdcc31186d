//! The memory of people: what readings add to it, who may see what of it, and what is forgotten.

mod components;
mod forgetting;
mod names;
mod odd;
mod orders;
mod readings;
mod remember;
mod removal;
mod viewers;
