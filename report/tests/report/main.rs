//! Reports over a small population, through the crate's front door.

mod baseline;
mod dossier;
mod exchange;
mod formats;
mod hostile;
mod html;
mod pages;
mod person;
mod population;
mod prove;
mod pull;
mod review;
mod review_hostile;
mod rights;
mod sharing;
mod typed_rates;
