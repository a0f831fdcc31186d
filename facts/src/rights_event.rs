//! Events about rights: who was given or lost access, and what they did with it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A text that does not name an event about rights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotARightsEvent;

impl fmt::Display for NotARightsEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an event about rights that this version knows")
    }
}

impl std::error::Error for NotARightsEvent {}

macro_rules! events {
    ($($(#[$doc:meta])* $variant:ident = $name:literal),* $(,)?) => {
        /// An event about rights in a repository or organisation, or about the use of one.
        ///
        /// Stored and written as `event.action`: GitHub's name for the webhook event and its action.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "&'static str")]
        pub enum RightsEvent {
            $($(#[$doc])* $variant,)*
        }

        impl RightsEvent {
            /// Every event, in the order of the declaration.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The event as `event.action`, the form in which it is stored.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    };
}

events! {
    /// A deploy key was added to a repository.
    DeployKeyCreated = "deploy_key.created",
    /// A deploy key was removed from a repository.
    DeployKeyDeleted = "deploy_key.deleted",
    /// An account was given access to a repository.
    MemberAdded = "member.added",
    /// An account's access to a repository was changed.
    MemberEdited = "member.edited",
    /// An account lost its access to a repository.
    MemberRemoved = "member.removed",
    /// An account was added to a team.
    MembershipAdded = "membership.added",
    /// An account was removed from a team.
    MembershipRemoved = "membership.removed",
    /// An organisation was deleted.
    OrganizationDeleted = "organization.deleted",
    /// An account joined an organisation.
    OrganizationMemberAdded = "organization.member_added",
    /// An account was invited to an organisation.
    OrganizationMemberInvited = "organization.member_invited",
    /// An account was removed from an organisation, or left it.
    OrganizationMemberRemoved = "organization.member_removed",
    /// An organisation was renamed.
    OrganizationRenamed = "organization.renamed",
    /// A repository was made public; the event that GitHub sends beside `repository.publicized`.
    Public = "public.publicized",
    /// A repository was archived.
    RepositoryArchived = "repository.archived",
    /// A repository was created.
    RepositoryCreated = "repository.created",
    /// A repository was deleted.
    RepositoryDeleted = "repository.deleted",
    /// A repository's description, default branch or topics were changed.
    RepositoryEdited = "repository.edited",
    /// A repository was made private.
    RepositoryPrivatized = "repository.privatized",
    /// A repository was made public.
    RepositoryPublicized = "repository.publicized",
    /// A repository was renamed.
    RepositoryRenamed = "repository.renamed",
    /// A repository was transferred to another owner.
    RepositoryTransferred = "repository.transferred",
    /// A repository is no longer archived.
    RepositoryUnarchived = "repository.unarchived",
    /// A release was published.
    ReleasePublished = "release.published",
    /// A person approved a pull request.
    PullRequestApproved = "pull_request_review.approved",
    /// Countersign saw that an account replaced its signing keys. GitHub sends no such event.
    KeysReplaced = "account.keys_exchanged",
}

impl RightsEvent {
    /// The event with this name; `None` where this version does not know it.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let mut all = Self::ALL.iter().copied();
        all.find(|event| event.as_str() == name)
    }

    /// Whether it is about a deploy key.
    #[must_use]
    pub const fn is_about_deploy_key(self) -> bool {
        matches!(self, Self::DeployKeyCreated | Self::DeployKeyDeleted)
    }

    /// Whether it is about a repository's name, owner, visibility or existence.
    #[must_use]
    pub const fn is_about_repository(self) -> bool {
        matches!(
            self,
            Self::Public
                | Self::RepositoryArchived
                | Self::RepositoryCreated
                | Self::RepositoryDeleted
                | Self::RepositoryEdited
                | Self::RepositoryPrivatized
                | Self::RepositoryPublicized
                | Self::RepositoryRenamed
                | Self::RepositoryTransferred
                | Self::RepositoryUnarchived
        )
    }

    /// Whether it gives an account access to a repository, directly or by a team or organisation.
    #[must_use]
    pub const fn gives_access(self) -> bool {
        matches!(
            self,
            Self::MemberAdded | Self::MembershipAdded | Self::OrganizationMemberAdded
        )
    }
}

impl TryFrom<String> for RightsEvent {
    type Error = NotARightsEvent;

    fn try_from(name: String) -> Result<Self, NotARightsEvent> {
        Self::parse(&name).ok_or(NotARightsEvent)
    }
}

impl From<RightsEvent> for &'static str {
    fn from(event: RightsEvent) -> Self {
        event.as_str()
    }
}

impl fmt::Display for RightsEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_event_is_read_back_from_its_name() {
        for event in RightsEvent::ALL {
            assert_eq!(RightsEvent::parse(event.as_str()), Some(*event));
        }
        assert_eq!(RightsEvent::parse("member.promoted"), None);
    }
}
