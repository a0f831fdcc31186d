//! An HTTP request as it arrives, before it is matched with a route.

use http::{HeaderMap, Method};
use hyper::body::Bytes;

/// A complete request, of the API or of git.
pub(crate) struct Arrived {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Arrived {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}
