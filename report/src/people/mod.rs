//! People as linking found them, as text, JSON, CSV and `GraphML`, and why two identities belong to one person
//! or not.

mod model;
mod text;
mod why;

use crate::csv::cell;
use crate::json::pretty;
pub use model::{
    IdentityLink, LinkedProject, ListedIdentity, MailmapUse, PeopleList, PersonEntry, PossibleMatch,
};
pub use text::text;
pub use why::{WhyError, meant, why_text};

/// The list as one JSON object.
#[must_use]
pub fn json(list: &PeopleList) -> String {
    pretty(list)
}

/// The JSON Schema of [`PeopleList`] as JSON shows it.
#[must_use]
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(PeopleList).to_value()
}

/// One row per identity, below a header row.
#[must_use]
pub fn csv(list: &PeopleList) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let header = [
        "person",
        "shown_as",
        "name",
        "email",
        "project",
        "commits",
        "joined_name",
        "joined_email",
        "bits",
        "evidence",
    ];
    let mut rows = vec![header.map(str::to_owned)];
    for person in &list.people {
        for identity in &person.identities {
            let join = identity.joined.as_ref();
            let joined =
                |part: &dyn Fn(&IdentityLink) -> String| join.map(part).unwrap_or_default();
            rows.push([
                person.id.clone(),
                person.name.clone(),
                identity.name.clone(),
                identity.email.clone(),
                identity.project.clone(),
                identity.commits.to_string(),
                joined(&|join| join.with_name.clone()),
                joined(&|join| join.with_email.clone()),
                joined(&|join| join.bits.map(|bits| bits.to_string()).unwrap_or_default()),
                joined(&|join| join.evidence.clone()),
            ]);
        }
    }
    for row in rows {
        // Rows of one length written to memory cannot fail.
        let _ = writer.write_record(row.iter().map(|text| cell(text)));
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}
