//! A dossier in a terminal.

use super::layout::{listed, section};
use super::model::{
    Account, ClockPeriod, Dossier, Key, LoginUse, NameUse, Organisation, OtherSigner, Right, Span,
};
use super::span::{day, days, period};
use super::{findings, links};
use crate::escape::{clip, columns, plain};
use crate::figures::{count, counted, offset};
use crate::look::Look;
use crate::text::{Ink, Page, hints};

/// Clock periods that text shows, the newest; JSON and CSV have all.
const MOST_PERIODS: usize = 40;

const REMINDER: &str = "This is what repositories say, side by side. It is not a verdict on a person: \
                        names, clocks, keys and employers change for ordinary reasons.";

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
    links::joins(&mut page, dossier);
    links::partings(&mut page, dossier);
    links::leads(&mut page, &dossier.leads);
    foot(&mut page, dossier);
    page.finish()
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
        counted(
            dossier.organisations.len() as u64,
            "organisation",
            "organisations"
        ),
    );
    page.flow(2, 4, &[(Ink::Plain, &line)]);
    let shared = dossier.commits - dossier.own;
    if shared > 0 {
        let line = format!(
            "{} in repositories of several organisations (forks, ports, copies) and {} for none of them",
            counted(shared, "of these commits is", "of these commits are"),
            if shared == 1 { "counts" } else { "count" },
        );
        page.flow(2, 4, &[(Ink::Faint, &line)]);
    }
    if let Some(installation) = dossier.installation {
        let line =
            format!("as installation {installation} can see it: public repositories and its own");
        page.flow(2, 4, &[(Ink::Plain, &line)]);
    }
    if dossier.cut_short {
        let line =
            "incomplete: more identifiers are linked to this person than Countersign follows";
        page.flow(2, 4, &[(Ink::Mark, line)]);
    }
}

/// `2019-03-02 to 2021-05-01    412  WHAT  more`, indented. An empty number takes no column.
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

/// Numbers padded to the width of the widest.
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
    section(page, "Names", "newest first, with the number of commits");
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
    hashed(page, &mailboxes, "personal address", "personal addresses");
    let (one, many) = ("shared or made-up address", "shared or made-up addresses");
    hashed(page, &local, one, many);
}

/// `2 personal addresses, stored as hashes: m-0123456789ab, m-123456789abc`.
fn hashed(page: &mut Page, ids: &[&str], one: &str, many: &str) {
    if ids.is_empty() {
        return;
    }
    let stored = if ids.len() == 1 { "a hash" } else { "hashes" };
    let number = counted(ids.len() as u64, one, many);
    let line = format!("{number}, stored as {stored}: {}", ids.join(", "));
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
    section(
        page,
        "Repositories",
        "by organisation, with the number of commits",
    );
    let all = || organisations.iter().flat_map(|one| &one.repositories);
    let mut numbers = aligned(all().map(|one| one.commits)).into_iter();
    for organisation in organisations {
        page.flow(2, 4, &[(Ink::Plain, &plain(&organisation.name))]);
        for (one, number) in organisation.repositories.iter().zip(&mut numbers) {
            let shared = one.commits - one.own;
            let mut more = vec![format!("as {}", listed(&one.names))];
            if one.own == 0 {
                more.push("all commits are also in another organisation".to_owned());
            } else if shared > 0 {
                more.push(format!(
                    "{} also in another organisation",
                    counted(shared, "commit is", "commits are")
                ));
            }
            if one.private {
                more.push("private".to_owned());
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
    let remark = "UTC offsets of this person's own machines (an offset is not a location)";
    section(page, "Clocks", remark);
    let hidden = dossier.clocks.len().saturating_sub(MOST_PERIODS);
    if hidden > 0 {
        let line = format!(
            "{} in JSON and CSV",
            counted(hidden as u64, "earlier period is", "earlier periods are")
        );
        page.flow(2, 4, &[(Ink::Faint, &line)]);
    }
    let shown: &[ClockPeriod] = &dossier.clocks[hidden..];
    let numbers = aligned(shown.iter().map(|one| one.commits));
    let several = dossier.organisations.len() > 1;
    for (one, number) in shown.iter().zip(numbers) {
        let organisations = if several {
            listed(&one.organisations)
        } else {
            String::new()
        };
        row(
            page,
            2,
            &one.span,
            &number,
            &offset(one.offset),
            &organisations,
        );
    }
    if dossier.unclocked > 0 {
        let line = format!(
            "{} not show this person's own clock: a platform made them, or someone else applied them",
            counted(dossier.unclocked, "commit does", "commits do")
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
                " together"
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
            let gone = if one.removed { ", removed since" } else { "" };
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
                &[(Ink::Faint, "no other person is known to have used it")],
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
    let entries = dossier.deploy_keys.len() + dossier.rights.len() + dossier.approvals.len();
    if entries == 0 {
        return;
    }
    section(page, "Rights", "as GitHub reported them to the App");
    for one in &dossier.deploy_keys {
        let what = format!("deploy key for {}", plain(&one.repository));
        row(page, 2, &one.span, "", &what, &plain(&one.key));
    }
    for one in &dossier.approvals {
        let many = counted(one.pull_requests, "pull request", "pull requests");
        let what = format!("approved {many} in {}", plain(&one.repository));
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
    let person = format!("countersign person {}", dossier.id);
    let mut commands = Vec::new();
    if !dossier.joins.is_empty() {
        let apart = format!("{person} --apart OTHER --reason TEXT");
        commands.push((apart, "record that OTHER is a different person"));
    }
    let touched = format!("{person} --blast-radius PATH...");
    commands.push((touched, "list what this person touched in these clones"));
    let forget = format!("countersign forget {}", dossier.id);
    let forgets = "delete this person's data and never store it again";
    commands.push((forget, forgets));
    hints(page, &commands);
}
