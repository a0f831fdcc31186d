//! A dossier in a terminal.

use super::model::{
    Account, ClockPeriod, Dossier, Key, LoginUse, NameUse, Organisation, OtherSigner, Right, Span,
};
use super::{findings, joined};
use crate::escape::{clip, columns, plain};
use crate::figures::{count, counted};
use crate::render::Look;
use crate::text::{Ink, Page};

/// Periods of a clock that text shows, the newest; JSON and CSV have all.
const MOST_PERIODS: usize = 40;
/// Repositories that are named beside something.
const MOST_NAMED: usize = 3;

const REMINDER: &str = "This is what repositories say, side by side. It judges nobody: names, clocks, keys \
                        and employers change for ordinary reasons.";

/// The dossier as text.
#[must_use]
pub fn text(dossier: &Dossier, look: &Look) -> String {
    let mut page = Page::new(look);
    head(&mut page, dossier);
    names(&mut page, &dossier.names);
    accounts(&mut page, dossier);
    organisations(&mut page, &dossier.organisations);
    clocks(&mut page, dossier);
    keys(&mut page, &dossier.keys);
    findings::show(&mut page, &dossier.findings);
    rights(&mut page, dossier);
    joined::joins(&mut page, dossier);
    joined::partings(&mut page, dossier);
    joined::leads(&mut page, &dossier.leads);
    foot(&mut page, dossier);
    page.finish()
}

/// A heading after an empty line.
pub(super) fn section(page: &mut Page, title: &str, remark: &str) {
    page.blank();
    let gap = if remark.is_empty() { "" } else { "  " };
    let pieces = [
        (Ink::Strong, title),
        (Ink::Plain, gap),
        (Ink::Faint, remark),
    ];
    page.flow(0, 2, &pieces);
}

/// `2019-03-02 to 2021-05-01`; days only, in UTC.
fn days(span: &Span) -> String {
    format!("{} to {}", day(&span.first), day(&span.last))
}

/// The same in a sentence: one day where it is one.
pub(super) fn period(span: &Span) -> String {
    match (day(&span.first), day(&span.last)) {
        (first, last) if first == last => first.to_owned(),
        _ => days(span),
    }
}

/// The day of an instant as RFC 3339 has it.
pub(crate) fn day(instant: &str) -> &str {
    instant.split('T').next().unwrap_or(instant)
}

/// `acme/widget, acme/site and 2 more`.
pub(super) fn listed(names: &[String]) -> String {
    let some: Vec<_> = names
        .iter()
        .take(MOST_NAMED)
        .map(|one| plain(one))
        .collect();
    match names.len() - some.len() {
        0 => some.join(", "),
        more => format!("{} and {} more", some.join(", "), count(more as u64)),
    }
}

fn head(page: &mut Page, dossier: &Dossier) {
    let name = match plain(&dossier.name) {
        name if name.is_empty() => "(no name)".to_owned(),
        name => name,
    };
    let room = page.width().saturating_sub(dossier.id.len() + 2);
    let name = clip(&name, room);
    let gap = " ".repeat(room.saturating_sub(columns(&name)) + 2);
    let pieces = [
        (Ink::Strong, name.as_str()),
        (Ink::Plain, &gap),
        (Ink::Faint, &dossier.id),
    ];
    page.flow(0, 2, &pieces);
    let repositories = dossier
        .organisations
        .iter()
        .map(|one| one.repositories.len() as u64)
        .sum();
    let span = dossier
        .span
        .as_ref()
        .map(|span| format!(", {}", period(span)));
    let line = format!(
        "{}{}, in {} of {}",
        counted(dossier.commits, "commit", "commits"),
        span.unwrap_or_default(),
        counted(repositories, "repository", "repositories"),
        counted(dossier.organisations.len() as u64, "holder", "holders"),
    );
    page.flow(2, 4, &[(Ink::Plain, &line)]);
    let shared = dossier.commits - dossier.own;
    if shared > 0 {
        let line = format!(
            "{} of them stand in repositories of several holders (forks, ports, copies) and are evidence \
             for none",
            count(shared)
        );
        page.flow(2, 4, &[(Ink::Faint, &line)]);
    }
    if let Some(installation) = dossier.installation {
        let line = format!(
            "as installation {installation} may see it: public repositories and its own, nothing else"
        );
        page.flow(2, 4, &[(Ink::Plain, &line)]);
    }
    if dossier.cut_short {
        let line = "incomplete: joined to more identifiers than were followed";
        page.flow(2, 4, &[(Ink::Mark, line)]);
    }
}

/// `2019-03-02 to 2021-05-01    412  WHAT  more`, indented; the count is left out where there is none.
fn row(page: &mut Page, indent: usize, span: &Span, number: &str, what: &str, more: &str) {
    let number = match number {
        "" => String::new(),
        number => format!("  {number}"),
    };
    let lead = format!("{}{number}  ", days(span));
    let gap = if more.is_empty() { "" } else { "  " };
    let pieces = [
        (Ink::Faint, lead.as_str()),
        (Ink::Plain, what),
        (Ink::Plain, gap),
        (Ink::Faint, more),
    ];
    page.flow(indent, indent + columns(&lead), &pieces);
}

/// Numbers as wide as the widest of them.
fn aligned(numbers: impl Iterator<Item = u64>) -> Vec<String> {
    let shown: Vec<_> = numbers.map(count).collect();
    let width = shown.iter().map(String::len).max().unwrap_or_default();
    shown
        .into_iter()
        .map(|number| format!("{number:>width$}"))
        .collect()
}

fn names(page: &mut Page, names: &[NameUse]) {
    if names.is_empty() {
        return;
    }
    section(page, "Names", "newest first, with commits");
    let numbers = aligned(names.iter().map(|one| one.commits));
    for (one, number) in names.iter().zip(numbers) {
        let name = match plain(&one.name) {
            name if name.is_empty() => "(no name)".to_owned(),
            name => name,
        };
        row(
            page,
            2,
            &one.span,
            &number,
            &name,
            &listed(&one.repositories),
        );
    }
}

fn accounts(page: &mut Page, dossier: &Dossier) {
    let of_kind = |kind: &str| -> Vec<&str> {
        let all = dossier.identifiers.iter().filter(|one| one.kind == kind);
        all.map(|one| one.id.as_str()).collect()
    };
    let (mailboxes, local) = (of_kind("mailbox"), of_kind("local"));
    let addresses = mailboxes.len() + local.len();
    if dossier.accounts.len() + dossier.logins.len() + addresses == 0 {
        return;
    }
    section(page, "Accounts and addresses", "");
    dossier.accounts.iter().for_each(|one| account(page, one));
    dossier.logins.iter().for_each(|one| login(page, 2, one));
    hidden(page, &mailboxes, "mailbox", "mailboxes");
    let (one, many) = ("shared or made-up address", "shared or made-up addresses");
    hidden(page, &local, one, many);
}

/// `2 mailboxes, kept as hashes: m-0123456789ab, m-123456789abc`.
fn hidden(page: &mut Page, ids: &[&str], one: &str, many: &str) {
    if ids.is_empty() {
        return;
    }
    let kept = if ids.len() == 1 { "a hash" } else { "hashes" };
    let number = counted(ids.len() as u64, one, many);
    let line = format!("{number}, kept as {kept}: {}", ids.join(", "));
    page.flow(2, 4, &[(Ink::Faint, &line)]);
}

fn account(page: &mut Page, account: &Account) {
    let number = format!("account {}", plain(&account.number));
    let created = account.created.as_deref();
    let created = created.map(|at| format!("  created {}", day(at)));
    let pieces = [
        (Ink::Plain, number.as_str()),
        (Ink::Faint, created.as_deref().unwrap_or_default()),
    ];
    page.flow(2, 4, &pieces);
    account.logins.iter().for_each(|one| login(page, 4, one));
}

fn login(page: &mut Page, indent: usize, one: &LoginUse) {
    let seen = match one.seen_in {
        "platform" => "shown by the platform",
        _ => "",
    };
    row(
        page,
        indent,
        &one.span,
        "",
        &format!("@{}", plain(&one.login)),
        seen,
    );
}

fn organisations(page: &mut Page, organisations: &[Organisation]) {
    if organisations.is_empty() {
        return;
    }
    section(page, "Repositories", "by holder, with commits");
    let all = || organisations.iter().flat_map(|one| &one.repositories);
    let mut numbers = aligned(all().map(|one| one.commits)).into_iter();
    for organisation in organisations {
        page.flow(2, 4, &[(Ink::Plain, &plain(&organisation.name))]);
        for (one, number) in organisation.repositories.iter().zip(&mut numbers) {
            let shared = one.commits - one.own;
            let mut more = vec![format!("as {}", listed(&one.names))];
            if one.own == 0 {
                more.push("all of it in another holder's too".to_owned());
            } else if shared > 0 {
                more.push(format!("{} in another holder's too", count(shared)));
            }
            if one.private {
                more.push("not public".to_owned());
            }
            row(
                page,
                4,
                &one.span,
                &number,
                &plain(&one.name),
                &more.join("; "),
            );
        }
    }
}

fn clocks(page: &mut Page, dossier: &Dossier) {
    if dossier.clocks.is_empty() {
        return;
    }
    let remark = "of own machines, with commits; an offset is no place";
    section(page, "Clocks", remark);
    let hidden = dossier.clocks.len().saturating_sub(MOST_PERIODS);
    if hidden > 0 {
        let line = format!(
            "{} earlier periods are in JSON and CSV",
            count(hidden as u64)
        );
        page.flow(2, 4, &[(Ink::Faint, &line)]);
    }
    let shown: &[ClockPeriod] = &dossier.clocks[hidden..];
    let numbers = aligned(shown.iter().map(|one| one.commits));
    let several = dossier.organisations.len() > 1;
    for (one, number) in shown.iter().zip(numbers) {
        let holders = if several {
            listed(&one.organisations)
        } else {
            String::new()
        };
        row(page, 2, &one.span, &number, &one.offset, &holders);
    }
    if dossier.unclocked > 0 {
        let line = format!(
            "{} show no clock of the person's own: made by a platform, or applied by somebody else",
            counted(dossier.unclocked, "commit", "commits")
        );
        page.flow(2, 4, &[(Ink::Faint, &line)]);
    }
}

fn keys(page: &mut Page, keys: &[Key]) {
    if keys.is_empty() {
        return;
    }
    section(page, "Signing keys", "");
    for key in keys {
        page.flow(2, 4, &[(Ink::Plain, &plain(&key.key))]);
        if let Some(span) = &key.span {
            let each = if key.repositories.len() > 1 {
                ", each counted"
            } else {
                ""
            };
            let line = format!(
                "{}, {} in {}{each}",
                period(span),
                counted(key.commits, "commit", "commits"),
                listed(&key.repositories)
            );
            page.flow(4, 6, &[(Ink::Faint, &line)]);
        }
        for one in &key.listed {
            let created = one.created.as_deref();
            let created = created.map(|at| format!(", added there {}", day(at)));
            let gone = if one.removed { "; since removed" } else { "" };
            let line = format!(
                "listed by account {}{}, seen {}{gone}",
                one.account,
                created.unwrap_or_default(),
                period(&one.span)
            );
            page.flow(4, 6, &[(Ink::Faint, &line)]);
        }
        match &key.others[..] {
            [] => page.flow(
                4,
                6,
                &[(Ink::Faint, "nobody else is known to have used it")],
            ),
            others => others.iter().for_each(|one| other(page, one)),
        }
    }
}

fn other(page: &mut Page, one: &OtherSigner) {
    let line = format!(
        "also used by {} ({}): {}, {} in {}",
        listed(&one.names),
        one.id,
        period(&one.span),
        counted(one.commits, "commit", "commits"),
        listed(&one.repositories)
    );
    page.flow(4, 6, &[(Ink::Mark, &line)]);
}

fn rights(page: &mut Page, dossier: &Dossier) {
    let heard = dossier.deploy_keys.len() + dossier.rights.len() + dossier.approvals.len();
    if heard == 0 {
        return;
    }
    section(page, "Rights", "what the App heard of");
    for one in &dossier.deploy_keys {
        let what = format!("deploy key for {}", plain(&one.repository));
        row(page, 2, &one.span, "", &what, &plain(&one.key));
    }
    for one in &dossier.approvals {
        let many = counted(one.pull_requests, "pull request", "pull requests");
        let what = format!("approved {many} of {}", plain(&one.repository));
        row(page, 2, &one.span, "", &what, "");
    }
    dossier.rights.iter().for_each(|one| right(page, one));
}

fn right(page: &mut Page, one: &Right) {
    let when = format!("{}  ", day(&one.at));
    let login = |login: &Option<String>| login.as_ref().map(|login| format!("@{}", plain(login)));
    let by = login(&one.by).map(|by| format!(" by {by}"));
    let to = login(&one.to).map(|to| format!(" {to}"));
    let what = format!(
        "{}{}{}",
        plain(&one.kind),
        to.unwrap_or_default(),
        by.unwrap_or_default()
    );
    let place = format!("  {}", plain(&one.place));
    let pieces = [
        (Ink::Faint, when.as_str()),
        (Ink::Plain, &what),
        (Ink::Faint, &place),
    ];
    page.flow(2, 14, &pieces);
}

fn foot(page: &mut Page, dossier: &Dossier) {
    page.blank();
    page.flow(0, 0, &[(Ink::Plain, REMINDER)]);
    let mut hints = Vec::new();
    if !dossier.joins.is_empty() {
        let apart = "--apart OTHER --reason TEXT".to_owned();
        hints.push((apart, "two of these are two people"));
    }
    let touched = "--blast-radius PATH...".to_owned();
    hints.push((touched, "what the person touched in these clones"));
    let forget = format!("countersign forget {}", dossier.id);
    hints.push((forget, "remove, and keep out"));
    let column = hints.iter().map(|(hint, _)| hint.len()).max();
    let column = column.unwrap_or_default() + 2;
    for (hint, meaning) in hints {
        let gap = " ".repeat(column - hint.len());
        let pieces = [
            (Ink::Strong, hint.as_str()),
            (Ink::Plain, &gap),
            (Ink::Faint, meaning),
        ];
        page.flow(2, 4, &pieces);
    }
}
