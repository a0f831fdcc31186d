//! Rights that are granted in stories.

use super::{At, Story, Variant};
use countersign_facts::{Account, DeployKey, Giver, Grant, KeyPlace, RepositoryIndex, Right};

/// A giver about whom only the account is known.
pub(crate) fn giver(account: Account) -> Giver {
    Giver {
        account,
        owns_repository: false,
        given_access: None,
        first_act: None,
    }
}

/// What a story can say about someone who grants a right.
pub(crate) trait GiverInStory {
    /// Was given access at this moment.
    fn let_in(self, at: At) -> Self;

    /// Granted or removed a right at this moment.
    fn acted(self, at: At) -> Self;

    /// Owns the repository.
    fn owner(self) -> Self;
}

impl GiverInStory for Giver {
    fn let_in(mut self, at: At) -> Self {
        self.given_access = Some(at.0);
        self
    }

    fn acted(mut self, at: At) -> Self {
        self.first_act = Some(at.0);
        self
    }

    fn owner(mut self) -> Self {
        self.owns_repository = true;
        self
    }
}

/// A deploy key with write access that was seen in these other places too.
pub(crate) fn key(fingerprint: &str, elsewhere: &[KeyPlace]) -> DeployKey {
    DeployKey {
        fingerprint: Some(fingerprint.to_owned()),
        can_write: true,
        elsewhere: elsewhere.to_vec(),
    }
}

impl Story {
    /// Someone grants a right in the first repository.
    pub(crate) fn give(&mut self, giver: Giver, right: Right, at: At) {
        self.grant = Some(Grant {
            repository: RepositoryIndex(0),
            giver,
            right,
            at: at.0,
        });
    }

    /// The right that is granted, if there is one, in a variant of the story.
    pub(crate) fn grant(&self, variant: &Variant) -> Option<Grant> {
        let grant = self.grant.clone()?;
        let instant = |seconds: Option<i64>| seconds.map(|seconds| variant.instant(seconds));
        Some(Grant {
            giver: Giver {
                account: variant.account(grant.giver.account),
                given_access: instant(grant.giver.given_access),
                first_act: instant(grant.giver.first_act),
                ..grant.giver
            },
            right: match grant.right {
                Right::Access(account) => Right::Access(variant.account(account)),
                key @ Right::DeployKey(_) => key,
            },
            at: variant.instant(grant.at),
            ..grant
        })
    }
}
