//! What the pages for signed-in people need.

use std::sync::Arc;

use countersign_github::{Clock, SignIn};
use countersign_store::Store;

use super::cookies::Cookies;
use crate::site::PublicUrl;

/// What the pages for signed-in people need.
pub(super) struct Shared {
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) url: PublicUrl,
    pub(super) sign_in: SignIn,
    pub(super) cookies: Cookies,
}

/// The state of the routes.
pub(super) type Pages = Arc<Shared>;
