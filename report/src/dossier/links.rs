//! Why a dossier is about one person, and possible matches, in a terminal.

use super::layout::{listed, section};
use super::model::{Dossier, Identifier, Join, Lead};
use super::span::day;
use crate::escape::{clip, columns, plain};
use crate::text::{Ink, Page};

/// Columns of a name beside an identifier, at most.
const WIDEST_NAME: usize = 32;

pub(super) fn joins(page: &mut Page, dossier: &Dossier) {
    if dossier.joins.is_empty() {
        return;
    }
    let remark = "every link, with its evidence in bits";
    section(page, "Why these are one person", remark);
    dossier
        .joins
        .iter()
        .for_each(|join| one(page, dossier, join));
}

fn one(page: &mut Page, dossier: &Dossier, join: &Join) {
    let [a, b] = join.ids.each_ref().map(|id| label(dossier, id));
    let whole = columns(&a) + columns(&b) + "  and  ".len();
    if whole + 2 <= page.width() {
        let pieces = [
            (Ink::Plain, a.as_str()),
            (Ink::Faint, "  and  "),
            (Ink::Plain, &b),
        ];
        page.flow(2, 4, &pieces);
    } else {
        page.flow(2, 4, &[(Ink::Plain, &a)]);
        page.flow(2, 4, &[(Ink::Faint, "and  "), (Ink::Plain, &b)]);
    }
    let bits = match join.bits {
        Some(bits) => format!("{bits:.1} bits: "),
        None => "stated: ".to_owned(),
    };
    let line = format!(
        "{bits}{} (in {}, {})",
        plain(&join.reason),
        listed(&join.repositories),
        day(&join.seen)
    );
    page.flow(6, 8, &[(Ink::Faint, &line)]);
}

/// `account 7001 (Ada Example)`, `personal address m-0123456789ab (Ada Example)`.
fn label(dossier: &Dossier, id: &str) -> String {
    let Some(known) = dossier.identifiers.iter().find(|one| one.id == id) else {
        return id.to_owned();
    };
    let name = known.name.as_deref().filter(|name| !name.is_empty());
    let name = name.map(|name| format!(" ({})", clip(&plain(name), WIDEST_NAME)));
    format!("{}{}", what(known), name.unwrap_or_default())
}

fn what(known: &Identifier) -> String {
    let kind = match known.kind.as_str() {
        "name" => "rare full name",
        "local" => "shared or made-up address",
        "mailbox" => "personal address",
        kind => kind,
    };
    match &known.shown {
        Some(shown) => format!("{kind} {}", plain(shown)),
        None => format!("{kind} {}", known.id),
    }
}

pub(super) fn partings(page: &mut Page, dossier: &Dossier) {
    if dossier.partings.is_empty() {
        return;
    }
    let remark = "people said that these are different people; --undo-apart OTHER takes it back";
    section(page, "Separated", remark);
    for one in &dossier.partings {
        let [a, b] = one.ids.each_ref().map(|id| label(dossier, id));
        let line = format!(
            "  {} ({}): {}",
            plain(&one.who),
            day(&one.at),
            plain(&one.reason)
        );
        let pieces = [
            (Ink::Plain, a.as_str()),
            (Ink::Faint, "  and  "),
            (Ink::Plain, &b),
            (Ink::Faint, &line),
        ];
        page.flow(2, 4, &pieces);
    }
}

pub(super) fn leads(page: &mut Page, leads: &[Lead]) {
    if leads.is_empty() {
        return;
    }
    let remark = "possible matches, not confirmed and not linked";
    section(page, "Leads", remark);
    for lead in leads {
        let names = format!("{} ", listed(&lead.names));
        let line = format!(
            "({}): {}, in {}",
            lead.id,
            plain(&lead.alike),
            listed(&lead.repositories)
        );
        page.flow(2, 4, &[(Ink::Plain, &names), (Ink::Faint, &line)]);
    }
}
