//! Doing what a comment says: `/countersign rescan | accept [ID] REASON | explain [ID]`.

use countersign_github::{Client, Reaction, Read as _, RepositoryName, Write as _};
use countersign_heuristics::catalogue;
use countersign_store::Decision;

use super::{Command, Here};
use crate::error::JobError;
use crate::review::{self, Desk, Examined, signed};

/// Longest reason that is kept.
const LONGEST_REASON: usize = 500;

/// What somebody asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Asked {
    Rescan,
    Accept {
        finding: Option<String>,
        reason: String,
    },
    Explain {
        id: Option<String>,
    },
    Unclear,
}

impl Asked {
    fn parse(text: &str) -> Self {
        let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let rest = rest.trim();
        match (word.to_ascii_lowercase().as_str(), rest) {
            ("rescan", "") => Self::Rescan,
            ("explain", "") => Self::Explain { id: None },
            ("explain", id) => Self::Explain {
                id: Some(id.trim_matches('`').to_owned()),
            },
            ("accept", rest) => {
                let (first, after) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
                let (finding, reason) = if is_fingerprint(first.trim_matches('`')) {
                    (Some(first.trim_matches('`').to_owned()), after.trim())
                } else {
                    (None, rest)
                };
                Self::Accept {
                    finding,
                    reason: reason.chars().take(LONGEST_REASON).collect(),
                }
            }
            _ => Self::Unclear,
        }
    }
}

fn is_fingerprint(word: &str) -> bool {
    let digits = word.strip_prefix("f-").unwrap_or_default();
    digits.len() == 12 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Answers a command with a reaction, and in words where one would not do.
pub(super) async fn obey(here: Here<'_>, command: &Command) -> Result<(), JobError> {
    let (client, repository) = (here.client(), command.place.full_name()?);
    let may = client.permission(&repository, &command.login).await?;
    let desk = Counter {
        here,
        client,
        repository,
        command,
    };
    if !may.can_write() {
        return desk.react(Reaction::ThumbsDown).await;
    }
    match Asked::parse(&command.text) {
        Asked::Rescan => {
            desk.react(Reaction::Eyes).await?;
            review::run(here, &command.place, command.number).await
        }
        Asked::Accept { reason, .. } if reason.is_empty() => {
            desk.refuse("Say why: `/countersign accept <reason>`.")
                .await
        }
        Asked::Accept { finding, reason } => desk.accept(finding.as_deref(), &reason).await,
        Asked::Explain { id } => desk.explain(id.as_deref()).await,
        Asked::Unclear => {
            desk.refuse(
                "I know `/countersign rescan`, `/countersign accept <reason>` and \
                 `/countersign explain <heuristic>`.",
            )
            .await
        }
    }
}

/// Where a command is dealt with.
struct Counter<'a> {
    here: Here<'a>,
    client: Client,
    repository: RepositoryName,
    command: &'a Command,
}

impl Counter<'_> {
    async fn react(&self, reaction: Reaction) -> Result<(), JobError> {
        if self.here.context.settings.dry_run.is_some() {
            return Ok(());
        }
        let comment = self.command.comment;
        Ok(self
            .client
            .react(&self.repository, comment, reaction)
            .await?)
    }

    async fn refuse(&self, why: &str) -> Result<(), JobError> {
        self.react(Reaction::Confused).await?;
        self.reply(why).await
    }

    /// Says something once, however often the command is dealt with.
    async fn reply(&self, text: &str) -> Result<(), JobError> {
        if self.here.context.settings.dry_run.is_some() {
            return Ok(());
        }
        let marker = format!("<!-- countersign:reply:{} -->", self.command.comment);
        let number = self.command.number;
        let own = self
            .client
            .comments_of_app(&self.repository, number)
            .await?;
        if own.iter().any(|comment| comment.body.contains(&marker)) {
            return Ok(());
        }
        let body = format!("{text}\n\n{marker}\n");
        self.client
            .create_comment(&self.repository, number, &body)
            .await?;
        Ok(())
    }

    /// The findings as they are now; `None` where somebody who accepts cannot have seen them.
    async fn findings_as_seen(&self) -> Result<Option<Examined>, JobError> {
        let context = self.here.context;
        let pull = self
            .client
            .pull(&self.repository, self.command.number)
            .await?;
        let id = signed(pull.repository_id);
        let seen = context.store.review(id, signed(pull.number)).await?;
        if seen.is_none_or(|seen| seen.head != pull.head) {
            return Ok(None);
        }
        let desk = Desk::at(self.here, &self.client);
        let server = &context.settings.policy;
        let reviewed = review::prepare(desk, &self.repository, pull, server).await?;
        Ok(reviewed.map(|reviewed| reviewed.examined))
    }

    async fn accept(&self, finding: Option<&str>, reason: &str) -> Result<(), JobError> {
        let Some(examined) = self.findings_as_seen().await? else {
            self.refuse("The commits changed since they were looked at. Look again, please.")
                .await?;
            return review::run(self.here, &self.command.place, self.command.number).await;
        };
        // Whoever names a finding read of it in private; everything is what the repository shows.
        let found = match finding {
            Some(_) => examined.maintainers.findings(),
            None => examined.readers.findings(),
        };
        let chosen: Vec<&str> = found
            .iter()
            .map(|(_, found)| found.fingerprint.as_str())
            .filter(|fingerprint| finding.is_none_or(|wanted| wanted == *fingerprint))
            .collect();
        if chosen.is_empty() {
            return self.refuse("There is no such finding here.").await;
        }
        for fingerprint in chosen {
            let decision = Decision {
                repository: self.command.place.id,
                fingerprint: fingerprint.to_owned(),
                who_id: self.command.who,
                who_login: self.command.login.clone(),
                reason: reason.to_owned(),
                at: self.here.context.now_ms(),
            };
            self.here.context.store.accept(&decision).await?;
        }
        self.react(Reaction::ThumbsUp).await?;
        review::run(self.here, &self.command.place, self.command.number).await
    }

    /// Says what heuristics look at; never whose records, so that any place may show it.
    async fn explain(&self, id: Option<&str>) -> Result<(), JobError> {
        let examined = self.findings_as_seen().await?;
        let found = examined
            .as_ref()
            .map(|examined| examined.readers.findings());
        let found = found.unwrap_or_default();
        let is_meant = |heuristic: &str, fingerprint: &str| match id {
            None => true,
            Some(id) => id == heuristic || id == fingerprint,
        };
        let mut named: Vec<&str> = found
            .iter()
            .filter(|(_, found)| is_meant(found.heuristic, &found.fingerprint))
            .map(|(_, found)| found.heuristic)
            .collect();
        // A heuristic may be asked about that found nothing here.
        named.extend(id);
        let mut text = String::new();
        for heuristic in catalogue().iter().filter(|it| named.contains(&it.id)) {
            text += &format!(
                "**{}** (`{}`). What is often behind it: {}\n\n",
                heuristic.title, heuristic.id, heuristic.innocent
            );
        }
        if text.is_empty() {
            return self
                .refuse("There is nothing of that name to explain.")
                .await;
        }
        text += "`countersign explain <heuristic>` shows the whole page.";
        self.react(Reaction::ThumbsUp).await?;
        self.reply(&text).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_read() {
        let accept = |finding: Option<&str>, reason: &str| Asked::Accept {
            finding: finding.map(str::to_owned),
            reason: reason.to_owned(),
        };
        for (text, expected) in [
            ("rescan", Asked::Rescan),
            ("Rescan ", Asked::Rescan),
            ("accept known laptop", accept(None, "known laptop")),
            ("accept", accept(None, "")),
            (
                "accept `f-0123456789ab` ok",
                accept(Some("f-0123456789ab"), "ok"),
            ),
            ("accept f-0123456789ab", accept(Some("f-0123456789ab"), "")),
            ("explain", Asked::Explain { id: None }),
            (
                "explain `two-clocks`",
                Asked::Explain {
                    id: Some("two-clocks".to_owned()),
                },
            ),
            ("", Asked::Unclear),
            ("rescan everything", Asked::Unclear),
        ] {
            assert_eq!(Asked::parse(text.trim_end()), expected, "{text}");
        }
    }
}
