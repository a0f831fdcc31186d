//! Commands in comments: `/countersign rescan | accept [ID] REASON | explain [ID]`.

use countersign_facts::AccountId;
use countersign_github::{Client, Reaction, RepositoryName};
use countersign_heuristics::catalogue;
use countersign_report::{Finding, Person};
use countersign_store::Decision;

use super::review;
use crate::error::JobError;
use crate::job::{Command, JobContext};
use crate::review::{Examined, ReviewContext, prepare};

/// Most characters of a reason that are kept.
const LONGEST_REASON: usize = 500;

/// What a comment asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Request {
    Rescan,
    Accept {
        finding: Option<String>,
        reason: String,
    },
    Explain {
        id: Option<String>,
    },
    Unknown,
}

impl Request {
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
            _ => Self::Unknown,
        }
    }
}

fn is_fingerprint(word: &str) -> bool {
    let digits = word.strip_prefix("f-").unwrap_or_default();
    digits.len() == 12 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Runs a command, and answers with a reaction or, where that is not enough, with a comment.
pub(super) async fn run(job: JobContext<'_>, command: &Command) -> Result<(), JobError> {
    let (client, repository) = (job.client(), command.repository.full_name()?);
    let permission = client.permission(&repository, &command.login).await?;
    let handler = CommandHandler {
        job,
        client,
        repository,
        command,
    };
    if !permission.can_write() {
        return handler.react(Reaction::ThumbsDown).await;
    }
    match Request::parse(&command.text) {
        Request::Rescan => {
            handler.react(Reaction::Eyes).await?;
            review::run(job, &command.repository, command.number).await
        }
        Request::Accept { reason, .. } if reason.is_empty() => {
            handler.refuse("Please give a reason: `/countersign accept <reason>`.")
                .await
        }
        Request::Accept { finding, reason } => handler.accept(finding.as_deref(), &reason).await,
        Request::Explain { id } => handler.explain(id.as_deref()).await,
        Request::Unknown => {
            handler.refuse(
                "This is not a command. Use `/countersign rescan`, `/countersign accept <reason>` or \
                 `/countersign explain <heuristic>`.",
            )
            .await
        }
    }
}

/// What the last review found, what of it is shown, and whose pull request it is.
struct Seen {
    examined: Examined,
    /// Fingerprints of the findings that comment and check run should show now.
    shown: Vec<String>,
    /// Fingerprints that they showed, and since when: Unix milliseconds.
    stood: Vec<(String, i64)>,
    opener: Option<AccountId>,
}

impl Seen {
    /// The findings that a command accepts: the one that it names, which its author has read about somewhere, or else those
    /// that comment and check run showed when the command was written.
    fn chosen(&self, named: Option<&str>, written_ms: i64) -> Vec<(&Person, &Finding)> {
        let (found, is_chosen): (_, &dyn Fn(&str) -> bool) = match &named {
            Some(named) => (self.examined.maintainers.findings(), &|one| one == *named),
            None => (self.examined.readers.findings(), &|one| {
                self.shown.iter().any(|shown| shown == one) && self.stood_at(one, written_ms)
            }),
        };
        let found = found.into_iter();
        found
            .filter(|(_, found)| is_chosen(&found.fingerprint))
            .collect()
    }

    /// Whether a finding was shown at a time. GitHub's times are whole seconds, so what appeared in the same second was not
    /// there yet.
    fn stood_at(&self, fingerprint: &str, at_ms: i64) -> bool {
        let mut stood = self.stood.iter();
        stood.any(|(shown, since)| shown == fingerprint && *since < at_ms)
    }

    /// How many findings are shown, or are about to be, that were not shown at a time.
    fn later_than(&self, at_ms: i64) -> usize {
        let shown = self.shown.iter();
        shown.filter(|shown| !self.stood_at(shown, at_ms)).count()
    }
}

/// Runs one command.
struct CommandHandler<'a> {
    job: JobContext<'a>,
    client: Client,
    repository: RepositoryName,
    command: &'a Command,
}

impl CommandHandler<'_> {
    async fn react(&self, reaction: Reaction) -> Result<(), JobError> {
        if self.job.service.settings.dry_run.is_some() {
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

    /// Writes a comment. If the command runs again, the comment is not repeated.
    async fn reply(&self, text: &str) -> Result<(), JobError> {
        if self.job.service.settings.dry_run.is_some() {
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

    /// The present findings and who opened the pull request; `None` if the commits changed after the last review, so
    /// that the author of the command cannot have seen them. They can also change between GitHub's answer about the
    /// head and the fetch, so the head that was examined decides.
    async fn findings_as_seen(&self) -> Result<Option<Seen>, JobError> {
        let context = self.job.service;
        let pull = self
            .client
            .pull(&self.repository, self.command.number)
            .await?;
        let (id, number) = (pull.repository_id.get(), pull.number.get());
        let seen = context.store.review(id, number).await?;
        let Some(seen) = seen.filter(|seen| seen.head == pull.head) else {
            return Ok(None);
        };
        let opener = pull.author.as_ref().map(|author| author.id);
        let review = ReviewContext::of(self.job, &self.client);
        let server = &context.settings.policy;
        let reviewed = prepare(review, &self.repository, pull, server).await?;
        let reviewed = reviewed.filter(|reviewed| reviewed.examined.head == seen.head);
        let Some(reviewed) = reviewed else {
            return Ok(None);
        };
        Ok(Some(Seen {
            examined: reviewed.examined,
            shown: reviewed.plan.shown,
            stood: context.store.shown_findings(id, number).await?,
            opener,
        }))
    }

    /// When the command was written, by GitHub's clock: Unix milliseconds.
    async fn written_ms(&self) -> Result<i64, JobError> {
        let comment = self.client.comment(&self.repository, self.command.comment);
        let comment = comment.await?.ok_or(JobError::Gone("the command"))?;
        Ok(comment.created_ms)
    }

    async fn accept(&self, finding: Option<&str>, reason: &str) -> Result<(), JobError> {
        let written_ms = self.written_ms().await?;
        let Some(seen) = self.findings_as_seen().await? else {
            self.refuse("The commits changed after the last review. Countersign is reviewing them again; please check \
                 the result first.")
                .await?;
            return review::run(self.job, &self.command.repository, self.command.number).await;
        };
        let chosen = seen.chosen(finding, written_ms);
        match finding {
            _ if !chosen.is_empty() => {}
            Some(_) => {
                return self
                    .refuse("This pull request does not have that finding.")
                    .await;
            }
            None => {
                self.refuse("Countersign did not show a finding here when you wrote this. Check what it shows now and \
                     repeat the command, or name a finding: `/countersign accept f-… <reason>`.")
                    .await?;
                return review::run(self.job, &self.command.repository, self.command.number).await;
            }
        }
        let is_about_self = chosen.iter().any(|(person, _)| self.is_by(person));
        if seen.opener == Some(self.command.author) || is_about_self {
            return self
                .refuse("You cannot accept findings about your own work. Another maintainer can.")
                .await;
        }
        for (_, found) in chosen {
            let decision = Decision {
                repository: self.command.repository.id.get(),
                fingerprint: found.fingerprint.clone(),
                who_id: self.command.author.get(),
                who_login: self.command.login.clone(),
                reason: reason.to_owned(),
                at: self.job.service.now_ms(),
            };
            self.job.service.store.accept(&decision).await?;
        }
        self.react(Reaction::ThumbsUp).await?;
        let later = seen.later_than(written_ms);
        if finding.is_none() && later > 0 {
            self.reply(&format!(
                "Countersign accepted what it showed when you wrote this. Findings that appeared later stay open: {later}."
            ))
            .await?;
        }
        review::run(self.job, &self.command.repository, self.command.number).await
    }

    /// Whether the author of the command has an account that the person's commits name.
    fn is_by(&self, person: &Person) -> bool {
        let mut logins = person.logins.iter();
        logins.any(|login| login.eq_ignore_ascii_case(&self.command.login))
    }

    /// Explains heuristics. The text quotes no records, so it can be shown in any repository.
    async fn explain(&self, id: Option<&str>) -> Result<(), JobError> {
        let examined = self.findings_as_seen().await?;
        let found = examined
            .as_ref()
            .map(|seen| seen.examined.readers.findings());
        let found = found.unwrap_or_default();
        let is_wanted = |heuristic: &str, fingerprint: &str| match id {
            None => true,
            Some(id) => id == heuristic || id == fingerprint,
        };
        let mut named: Vec<&str> = found
            .iter()
            .filter(|(_, found)| is_wanted(found.heuristic, &found.fingerprint))
            .map(|(_, found)| found.heuristic)
            .collect();
        // The command may name a heuristic without findings here.
        named.extend(id);
        let mut text = String::new();
        for heuristic in catalogue().iter().filter(|it| named.contains(&it.id)) {
            text += &format!(
                "**{}** (`{}`). A common innocent explanation: {}\n\n",
                heuristic.title, heuristic.id, heuristic.innocent
            );
        }
        if text.is_empty() {
            return self
                .refuse("No heuristic or finding has that name here.")
                .await;
        }
        text += "Run `countersign explain <heuristic>` on the command line for the whole page.";
        self.react(Reaction::ThumbsUp).await?;
        self.reply(&text).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_read() {
        let accept = |finding: Option<&str>, reason: &str| Request::Accept {
            finding: finding.map(str::to_owned),
            reason: reason.to_owned(),
        };
        for (text, expected) in [
            ("rescan", Request::Rescan),
            ("Rescan ", Request::Rescan),
            ("accept known laptop", accept(None, "known laptop")),
            ("accept", accept(None, "")),
            (
                "accept `f-0123456789ab` ok",
                accept(Some("f-0123456789ab"), "ok"),
            ),
            ("accept f-0123456789ab", accept(Some("f-0123456789ab"), "")),
            ("explain", Request::Explain { id: None }),
            (
                "explain `two-clocks`",
                Request::Explain {
                    id: Some("two-clocks".to_owned()),
                },
            ),
            ("", Request::Unknown),
            ("rescan everything", Request::Unknown),
        ] {
            assert_eq!(Request::parse(text.trim_end()), expected, "{text}");
        }
    }
}
