//! Rights that are given in stories.

use super::{At, Retelling, Story};
use countersign_facts::{Account, DeployKey, Giver, Grant, KeyPlace, RepositoryIndex, Right};

/// Somebody of whom nothing is known but the account.
pub(crate) fn giver(account: Account) -> Giver {
    Giver {
        account,
        owns_repository: false,
        given_access: None,
        first_act: None,
    }
}

/// What a story says about somebody who gives a right.
pub(crate) trait GiverInStory {
    /// Who was given access at this moment.
    fn let_in(self, at: At) -> Self;

    /// Who gave or took a right at this moment.
    fn acted(self, at: At) -> Self;

    /// Whose repository it is.
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

/// A deploy key that can write and was seen in these places too.
pub(crate) fn key(fingerprint: &str, elsewhere: &[KeyPlace]) -> DeployKey {
    DeployKey {
        fingerprint: Some(fingerprint.to_owned()),
        can_write: true,
        elsewhere: elsewhere.to_vec(),
    }
}

impl Story {
    /// A right is given in the first repository.
    pub(crate) fn give(&mut self, giver: Giver, right: Right, at: At) {
        self.grant = Some(Grant {
            repository: RepositoryIndex(0),
            giver,
            right,
            at: at.0,
        });
    }

    /// The right that is given, where there is one, told differently.
    pub(crate) fn grant(&self, retelling: &Retelling) -> Option<Grant> {
        let grant = self.grant.clone()?;
        let instant = |seconds: Option<i64>| seconds.map(|seconds| retelling.instant(seconds));
        Some(Grant {
            giver: Giver {
                account: retelling.account(grant.giver.account),
                given_access: instant(grant.giver.given_access),
                first_act: instant(grant.giver.first_act),
                ..grant.giver
            },
            right: match grant.right {
                Right::Access(account) => Right::Access(retelling.account(account)),
                key @ Right::DeployKey(_) => key,
            },
            at: retelling.instant(grant.at),
            ..grant
        })
    }
}
