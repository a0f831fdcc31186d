//! The repositories of an organisation or a person.

use crate::client::Client;
use crate::error::GithubError;
use crate::server::encode;
use crate::types::{OwnedRepository, Owner};
use crate::wire;

/// Most pages of the list: 20,000 repositories.
const MOST_PAGES: usize = 200;

impl Client {
    /// The repositories of an account that this client may see, in the order of their names; a call per 100.
    ///
    /// A person's private repositories are never among them, even with that person's token.
    ///
    /// # Errors
    /// See [`GithubError`].
    pub async fn repositories_of(
        &self,
        owner: &Owner,
    ) -> Result<Vec<OwnedRepository>, GithubError> {
        let login = encode(owner.login());
        let path = match owner {
            Owner::Organisation(_) => format!("/orgs/{login}/repos?type=all"),
            Owner::User(_) => format!("/users/{login}/repos?type=owner"),
        };
        let path = format!("{path}&sort=full_name&per_page=100");
        self.pages(path, MOST_PAGES, |page: Vec<wire::OwnedRepository>| {
            page.into_iter()
                .filter_map(wire::OwnedRepository::plain)
                .collect()
        })
        .await
    }
}
