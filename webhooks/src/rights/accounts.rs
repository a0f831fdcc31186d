//! Accounts as GitHub, jobs, the database and notices name them.

use countersign_facts::AccountId;
use countersign_github::{Account, Client, GithubError};
use countersign_report::rights::Who;
use countersign_store::Person;

use crate::error::JobError;
use crate::job::AccountRef;

/// An account as a notice names it.
pub(super) fn shown(account: &AccountRef) -> Who {
    Who {
        id: account.id,
        login: account.login.clone(),
    }
}

/// A stored account as a notice names it.
pub(super) fn shown_stored(person: &Person) -> Result<Who, JobError> {
    Ok(Who {
        id: AccountId::try_from(person.id)?,
        login: person.login.clone(),
    })
}

/// The account on GitHub; `None` if it was deleted or another account has its login now.
pub(super) async fn present(
    client: &Client,
    account: &AccountRef,
) -> Result<Option<Account>, GithubError> {
    let present = client.account(&account.login).await?;
    Ok(present.filter(|present| present.id == account.id))
}
