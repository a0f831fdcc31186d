//! What a review works with.

use countersign_github::Client;
use countersign_history::PlatformKeys;
use countersign_indicators::Lists;
use countersign_report::review::Links;

use crate::job::JobContext;
use crate::mirror::Mirrors;
use crate::site::Site;
use crate::store_access::StoreAccess;

/// What a review works with, on the command line or in the service.
#[derive(Clone, Copy)]
pub struct ReviewContext<'a> {
    /// GitHub, with the permissions to be used.
    pub client: &'a Client,
    /// The mirrors of repositories.
    pub mirrors: &'a Mirrors,
    /// The database of earlier reviews and of people; a review on the command line does not have one.
    pub store_access: Option<StoreAccess<'a>>,
    /// The indicator lists that people are compared with.
    pub lists: &'a Lists,
    /// Keys of the platforms whose commits are verified.
    pub platforms: &'a PlatformKeys,
    /// The service's pages; a review on the command line does not have any.
    pub site: Option<&'a Site>,
    /// The present, Unix milliseconds.
    pub now_ms: i64,
}

impl<'a> ReviewContext<'a> {
    /// For a review on behalf of an installation.
    pub(crate) fn of(job: JobContext<'a>, client: &'a Client) -> Self {
        Self {
            client,
            mirrors: &job.service.mirrors,
            store_access: Some(job.store_access()),
            lists: &job.service.lists,
            platforms: &job.service.settings.platforms,
            site: job.service.settings.site.as_ref(),
            now_ms: job.service.now_ms(),
        }
    }

    /// Where the links of comments and pages lead.
    pub(super) fn links(&self) -> Links {
        let server = self.client.server().web();
        match self.site {
            Some(site) => site.links(server),
            None => Links {
                server: server.to_owned(),
                ..Links::default()
            },
        }
    }
}
