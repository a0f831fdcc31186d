//! The sentences for each event about rights: every place that shows an event takes its words from here.

use countersign_facts::RightsEvent as Event;

/// What happened, as a clause: "In acme/widget ...".
pub(super) const fn happened(event: Event) -> &'static str {
    match event {
        Event::DeployKeyCreated => "a deploy key was added",
        Event::DeployKeyDeleted => "a deploy key was removed",
        Event::KeysReplaced => "an account replaced its signing keys",
        Event::MemberAdded => "an account was given access",
        Event::MemberEdited => "an account's access was changed",
        Event::MemberRemoved => "an account lost its access",
        Event::MembershipAdded => "an account was added to a team",
        Event::MembershipRemoved => "an account was removed from a team",
        Event::OrganizationDeleted => "the organisation was deleted",
        Event::OrganizationMemberAdded => "an account joined the organisation",
        Event::OrganizationMemberInvited => "an account was invited to the organisation",
        Event::OrganizationMemberRemoved => "an account left the organisation",
        Event::OrganizationRenamed => "the organisation was renamed",
        Event::Public | Event::RepositoryPublicized => "the repository was made public",
        Event::PullRequestApproved => "a pull request was approved",
        Event::ReleasePublished => "a release was published",
        Event::RepositoryArchived => "the repository was archived",
        Event::RepositoryCreated => "the repository was created",
        Event::RepositoryDeleted => "the repository was deleted",
        Event::RepositoryEdited => "the repository's settings were changed",
        Event::RepositoryPrivatized => "the repository was made private",
        Event::RepositoryRenamed => "the repository was renamed",
        Event::RepositoryTransferred => "the repository was transferred",
        Event::RepositoryUnarchived => "the repository was unarchived",
    }
}

/// What the account in whose timeline it stands did.
pub(super) const fn did(event: Event) -> &'static str {
    match event {
        Event::DeployKeyCreated => "added a deploy key",
        Event::DeployKeyDeleted => "removed a deploy key",
        Event::KeysReplaced => "replaced the account's signing keys",
        Event::MemberAdded => "gave access to the repository",
        Event::MemberEdited => "changed access to the repository",
        Event::MemberRemoved => "took away access to the repository",
        Event::MembershipAdded => "added to a team",
        Event::MembershipRemoved => "removed from a team",
        Event::OrganizationDeleted => "deleted the organisation",
        Event::OrganizationMemberAdded => "added to the organisation",
        Event::OrganizationMemberInvited => "invited to the organisation",
        Event::OrganizationMemberRemoved => "removed from the organisation",
        Event::OrganizationRenamed => "renamed the organisation",
        Event::Public | Event::RepositoryPublicized => "made the repository public",
        Event::PullRequestApproved => "approved a pull request",
        Event::ReleasePublished => "published a release",
        Event::RepositoryArchived => "archived the repository",
        Event::RepositoryCreated => "created the repository",
        Event::RepositoryDeleted => "deleted the repository",
        Event::RepositoryEdited => "changed the repository's settings",
        Event::RepositoryPrivatized => "made the repository private",
        Event::RepositoryRenamed => "renamed the repository",
        Event::RepositoryTransferred => "transferred the repository",
        Event::RepositoryUnarchived => "unarchived the repository",
    }
}

/// What was done to the account in whose timeline it stands.
pub(super) const fn received(event: Event) -> &'static str {
    match event {
        Event::MemberAdded => "was given access to the repository",
        Event::MemberEdited => "was given different access to the repository",
        Event::MemberRemoved => "lost access to the repository",
        Event::MembershipAdded => "was added to a team",
        Event::MembershipRemoved => "was removed from a team",
        Event::OrganizationMemberAdded => "joined the organisation",
        Event::OrganizationMemberInvited => "was invited to the organisation",
        Event::OrganizationMemberRemoved => "left the organisation",
        // These are done to a repository or organisation, not to an account.
        Event::DeployKeyCreated
        | Event::DeployKeyDeleted
        | Event::KeysReplaced
        | Event::OrganizationDeleted
        | Event::OrganizationRenamed
        | Event::Public
        | Event::PullRequestApproved
        | Event::ReleasePublished
        | Event::RepositoryArchived
        | Event::RepositoryCreated
        | Event::RepositoryDeleted
        | Event::RepositoryEdited
        | Event::RepositoryPrivatized
        | Event::RepositoryPublicized
        | Event::RepositoryRenamed
        | Event::RepositoryTransferred
        | Event::RepositoryUnarchived => happened(event),
    }
}
