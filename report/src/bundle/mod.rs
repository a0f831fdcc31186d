//! Evidence bundles: a scan's findings with everything that is needed to check, repeat and refute them.
//!
//! [`Bundle`] is the data, [`Opened`] a bundle that was read from a file, and [`Verification`] the result of
//! checking one.

mod build;
mod canonical;
mod check;
mod compare;
mod model;
mod rules;
mod text;
mod verification;

pub use build::{Draft, Raw, Request, Source};
pub use canonical::{BundleError, Opened};
pub use check::{DecodedObjects, check};
pub use compare::{Read, compare};
pub use model::{
    Acceptance, BaseRate, Bundle, Evidence, Finding, Key, List, MOST_SHARED, Object, Options,
    Person, Record, Repository, SCHEMA, Tool, Used, schema,
};
pub use text::text;
pub use verification::{
    Again, Checked, CheckedPerson, Clone, Fault, Moved, Outcome, Quoted, VERIFICATION_SCHEMA,
    Verification, json, verification_schema,
};
