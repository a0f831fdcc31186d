//! Builds a [`Scan`] from assessments.

use std::collections::{BTreeMap, BTreeSet};

use countersign_facts::{History, IndicatorList, ObjectId, RepositoryIndex, Tlp};
use countersign_heuristics::patterns;
use countersign_heuristics::{
    Fact, Family, Heuristic, Level, Outcome, PersonAssessment, Strength, Value, agreement,
    catalogue, rests_on, shown_together,
};
use countersign_people::{Dossier, Population};

use crate::baseline::Baseline;
use crate::everybody::Everybody;
use crate::figures::{counted, day, offset};
use crate::identifiers::{Identifiers, ids, keys};
use crate::model::{
    AcceptedFinding, BaseRate, ClockSpan, Evidence, Finding, Join, List, NotEnough, PatternMatch,
    Person, Record, Repository, SCHEMA, Scan, Summary, Tally, Together, Tool,
};
use crate::readings::clock_spans;
use crate::record_value::RecordValue;

/// What a [`Scan`] is made of.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// The facts, by person.
    pub population: &'a Population,
    /// What the heuristics say about all people.
    pub assessments: &'a [PersonAssessment],
    /// What was read, in the order in which the history learned of it.
    pub repositories: Vec<Repository>,
    /// Accepted findings.
    pub baseline: &'a Baseline,
    /// The lowest level at which a person is listed.
    pub min_level: Level,
    /// The audience. The population must not contain imported lists for a smaller audience.
    pub tlp: Tlp,
}

impl Scan {
    /// Collects what reports show.
    #[must_use]
    pub fn new(request: Request<'_>) -> Self {
        let population = request.population;
        let people = population.people().all();
        let mut summary = Summary {
            commits: population.history().len() as u64,
            newest: newest(population.history()),
            people: request.assessments.len() as u64,
            programs: people.iter().filter(|person| person.automation).count() as u64,
            ..Summary::default()
        };
        let builder = Builder {
            population,
            repositories: &request.repositories,
            baseline: request.baseline,
            tlp: request.tlp,
        };
        let (mut shown, mut everybody) = (Vec::new(), Everybody::default());
        for assessment in request.assessments {
            let judged = builder.judge(assessment);
            summary.levels.add(judged.level);
            everybody.add(judged.weight());
            summary.accepted += judged.accepted.len() as u64;
            summary.too_little += u64::from(!was_tested(assessment));
            if judged.level >= request.min_level {
                shown.push((judged.families(), builder.person(assessment, &judged)));
            }
        }
        shown.sort_by(|(families, person), (other_families, other)| {
            let order = other.level.cmp(&person.level);
            let order = order.then(other_families.cmp(families));
            order.then_with(|| person.id.cmp(&other.id))
        });
        Self {
            schema: SCHEMA,
            tool: Tool::this(),
            tlp: request.tlp,
            summary,
            heuristics: tallies(request.assessments),
            people: shown.into_iter().map(|(_, person)| person).collect(),
            repositories: request.repositories,
            lists: population.indicators().lists().iter().map(list).collect(),
            readings: BTreeMap::new(),
            everybody,
        }
    }
}

/// Committer time of the newest commit.
fn newest(history: &History) -> Option<i64> {
    let committed = history.commits().map(|commit| commit.committed().seconds);
    committed.max()
}

fn list(list: &IndicatorList) -> List {
    List {
        name: list.name.clone(),
        source: list.source.clone(),
        date: list.date.clone(),
        grade: list.grade.map(|grade| grade.to_string()),
        tlp: list.sharing(),
    }
}

/// Whether any heuristic had enough history.
fn was_tested(assessment: &PersonAssessment) -> bool {
    let answered =
        |outcome: &Option<Outcome>| matches!(outcome, Some(Outcome::Quiet | Outcome::Fired(_)));
    assessment
        .answers
        .iter()
        .any(|answer| answered(&answer.outcome))
}

/// A finding, and the heuristic that found it.
pub(crate) type Found<'a> = (&'static Heuristic, &'a countersign_heuristics::Finding);

/// One person's findings, split by the baseline.
pub(crate) struct Judged<'a> {
    pub(crate) level: Level,
    together: Option<Together>,
    counted: Vec<(Found<'a>, String)>,
    pub(crate) accepted: Vec<AcceptedFinding>,
}

impl Judged<'_> {
    /// The weights of its findings together, in hundredths.
    fn weight(&self) -> u32 {
        let weights = self.counted.iter().map(|((heuristic, finding), _)| {
            u32::from(heuristic.weight(finding.strength).hundredths())
        });
        weights.sum()
    }

    /// How many families have findings beyond context.
    fn families(&self) -> usize {
        let beyond_context = self
            .counted
            .iter()
            .filter(|((_, finding), _)| finding.strength > Strength::Context);
        beyond_context
            .map(|((heuristic, _), _)| heuristic.family)
            .collect::<BTreeSet<_>>()
            .len()
    }
}

/// Two families whose findings agree, with how many ordinary contributors show both.
fn together([a, b]: [Family; 2]) -> Together {
    let rate = shown_together(a, b);
    Together {
        families: [a.as_str(), b.as_str()],
        fired: rate.fired,
        testable: rate.testable,
    }
}

/// The patterns that findings match.
pub(crate) fn matches<'a>(
    findings: impl IntoIterator<Item = (&'a str, Strength)>,
) -> Vec<PatternMatch> {
    let findings: Vec<_> = findings.into_iter().collect();
    let shown = |one: patterns::Match| PatternMatch {
        id: &one.pattern.id,
        name: &one.pattern.name,
        signs: one.signs.len() as u64,
        of: one.of as u64,
        heuristics: one.signs,
    };
    patterns::matched(&findings)
        .into_iter()
        .map(shown)
        .collect()
}

pub(crate) struct Builder<'a> {
    pub(crate) population: &'a Population,
    pub(crate) repositories: &'a [Repository],
    pub(crate) baseline: &'a Baseline,
    /// The audience. Findings for a smaller one are left out.
    pub(crate) tlp: Tlp,
}

impl Builder<'_> {
    fn judge<'a>(&self, assessment: &'a PersonAssessment) -> Judged<'a> {
        let person = self.population.dossier(assessment.person).person();
        self.judge_all(assessment.findings(), &person.id)
    }

    /// Splits findings about the person with this id.
    pub(crate) fn judge_all<'a>(&self, findings: Vec<Found<'a>>, id: &str) -> Judged<'a> {
        let (mut counted, mut accepted) = (Vec::new(), Vec::new());
        let findings = findings.into_iter();
        for (heuristic, finding) in findings.filter(|(_, finding)| finding.tlp <= self.tlp) {
            let fingerprint = heuristic.fingerprint(finding, id);
            match self.baseline.accepts(&fingerprint) {
                Some(entry) => accepted.push(AcceptedFinding {
                    fingerprint,
                    heuristic: heuristic.id,
                    strength: finding.strength,
                    summary: finding.summary.clone(),
                    reason: entry.reason.clone(),
                    date: entry.date.clone(),
                    by: entry.by.clone(),
                    tlp: finding.tlp,
                }),
                None => counted.push(((heuristic, finding), fingerprint)),
            }
        }
        let level = Level::of(counted.iter().map(|(found, _)| *found));
        let agreeing = agreement(counted.iter().map(|(found, _)| *found));
        Judged {
            level,
            together: agreeing.map(together),
            counted,
            accepted,
        }
    }

    /// The findings that count.
    fn findings(&self, judged: &Judged<'_>, id: &str) -> Vec<Finding> {
        let counted = judged.counted.iter();
        counted
            .map(|((heuristic, finding), fingerprint)| {
                self.finding(heuristic, finding, id, fingerprint.clone())
            })
            .collect()
    }

    pub(crate) fn person_of(&self, assessment: &PersonAssessment) -> Person {
        self.person(assessment, &self.judge(assessment))
    }

    fn person(&self, assessment: &PersonAssessment, judged: &Judged<'_>) -> Person {
        let dossier = self.population.dossier(assessment.person);
        let not_enough = assessment
            .answers
            .iter()
            .filter_map(|answer| match answer.outcome {
                Some(Outcome::NotEnough { have, want, of }) => Some(NotEnough {
                    heuristic: answer.heuristic.id,
                    have: have as u64,
                    want: want as u64,
                    of,
                }),
                _ => None,
            });
        Person {
            not_enough: not_enough.collect(),
            ..self.described(&dossier, judged)
        }
    }

    /// A person of the population, with these findings.
    pub(crate) fn described(&self, dossier: &Dossier<'_>, judged: &Judged<'_>) -> Person {
        let person = dossier.person();
        let identifiers = Identifiers::of(dossier);
        Person {
            names: identifiers.names,
            emails: identifiers.emails,
            logins: identifiers.logins,
            keys: keys(dossier),
            commits: dossier.authored().count() as u64,
            self_committed: dossier.self_committed().count() as u64,
            first: dossier.authored().next().map(|one| one.authored().seconds),
            last: dossier
                .authored()
                .next_back()
                .map(|one| one.authored().seconds),
            clocks: clocks(dossier),
            contested: person.contested,
            ids: ids(dossier),
            ..self.stranger(person.id.clone(), judged)
        }
    }

    /// A person without known commits, with these findings.
    pub(crate) fn stranger(&self, id: String, judged: &Judged<'_>) -> Person {
        let findings = self.findings(judged, &id);
        let found = findings.iter().map(|one| (one.heuristic, one.strength));
        Person {
            id,
            level: judged.level,
            patterns: matches(found),
            names: Vec::new(),
            emails: Vec::new(),
            logins: Vec::new(),
            keys: Vec::new(),
            commits: 0,
            self_committed: 0,
            first: None,
            last: None,
            clocks: Vec::new(),
            contested: false,
            together: judged.together.clone(),
            findings,
            accepted: judged.accepted.clone(),
            not_enough: Vec::new(),
            ids: Vec::new(),
        }
    }

    fn finding(
        &self,
        heuristic: &'static Heuristic,
        finding: &countersign_heuristics::Finding,
        id: &str,
        fingerprint: String,
    ) -> Finding {
        let evidence = finding.evidence.iter().map(|evidence| Evidence {
            repository: self.repository(evidence.repository),
            committed: self.committed(evidence.record.object),
            record: record(&evidence.record),
            contradicts: evidence.contradicts.as_ref().map(record),
        });
        Finding {
            heuristic: heuristic.id,
            title: heuristic.title,
            revision: heuristic.revision,
            family: heuristic.family,
            strength: finding.strength,
            weight: f64::from(heuristic.weight(finding.strength).hundredths()) / 100.0,
            fingerprint,
            subject: finding.subject.clone(),
            summary: finding.summary.clone(),
            innocent: heuristic.innocent,
            base_rate: base_rate(heuristic, finding.strength),
            evidence: evidence.collect(),
            evidence_total: finding.evidence_total as u64,
            rests_on: self.rests_on(finding, id),
            tlp: finding.tlp,
        }
    }

    /// The joins that a finding about the person with this id rests on.
    fn rests_on(&self, finding: &countersign_heuristics::Finding, id: &str) -> Vec<Join> {
        let Some(person) = self.population.people().find(id) else {
            return Vec::new();
        };
        let identities = self.population.history().identities();
        let joins = rests_on(self.population, person, finding).into_iter();
        let join = |join: &countersign_people::Join| Join {
            identities: [join.ends.0, join.ends.1]
                .map(|end| identities.get(end).text().into_owned()),
            reason: join.reason.says(),
            bits: (join.bits * 10.0).round() / 10.0,
        };
        joins.map(join).collect()
    }

    /// When the commit or tag with this id was made, by its own date.
    fn committed(&self, id: ObjectId) -> Option<i64> {
        let history = self.population.history();
        let commit = history.find(&id).and_then(|index| history.get(index));
        let tagged = || {
            let tag = history.tags().iter().find(|tag| tag.id == id)?;
            Some(tag.tagger?.1.seconds)
        };
        commit
            .map(|commit| commit.committed().seconds)
            .or_else(tagged)
    }

    fn repository(&self, index: RepositoryIndex) -> String {
        let index = usize::from(index.0);
        let announced = || self.population.history().repositories().get(index);
        match self.repositories.get(index) {
            Some(repository) => repository.name.clone(),
            None => announced().map(|name| name.to_string()).unwrap_or_default(),
        }
    }
}

/// How many ordinary contributors show a finding of this strength or a stronger one.
pub(crate) fn base_rate(heuristic: &Heuristic, strength: Strength) -> Option<BaseRate> {
    let record = heuristic.record();
    let rate = record.base_rate(strength)?;
    let (low, high) = rate.interval();
    let corpus = measured_on(&record, heuristic.revision);
    Some(BaseRate {
        fired: rate.fired,
        testable: rate.testable,
        share: rate.share(),
        low,
        high,
        among: record.among,
        corpus,
    })
}

/// What was measured, and with which revision if it was another.
fn measured_on(record: &countersign_heuristics::Record, revision: u16) -> String {
    let corpus = &record.corpus;
    if record.revision == revision {
        return corpus.clone();
    }
    format!(
        "{corpus}, with revision {} instead of {revision}",
        record.revision
    )
}

pub(crate) fn record(fact: &Fact) -> Record {
    let value = match &fact.value {
        Value::Text(text) => RecordValue::from(&**text),
        Value::Time { seconds, zone } => RecordValue::time(*seconds, zone),
        Value::Elsewhere {
            name,
            repository,
            first,
            last,
            commits,
        } => {
            let commits = counted(*commits as u64, "commit", "commits");
            let (first, last) = (day(*first), day(*last));
            RecordValue::from(format!("{name}, {repository}, {first}..{last}, {commits}"))
        }
    };
    Record {
        commit: fact.object.to_string(),
        field: fact.field,
        value,
    }
}

/// Every clock of a person, by clock, then offset.
fn clocks(dossier: &Dossier<'_>) -> Vec<ClockSpan> {
    let spans = clock_spans(dossier).into_iter();
    spans
        .map(|((clock, shown), span)| ClockSpan {
            clock: clock.as_str(),
            offset: offset(shown),
            first: span.first,
            last: span.last,
            commits: span.commits,
        })
        .collect()
}

/// Every heuristic that ran, in the catalogue's order; all of them if there are no people.
fn tallies(assessments: &[PersonAssessment]) -> Vec<Tally> {
    let ran: Vec<&'static Heuristic> = match assessments.first() {
        Some(first) => first
            .answers
            .iter()
            .map(|answer| answer.heuristic)
            .collect(),
        None => {
            let scans = |heuristic: &&Heuristic| heuristic.check.scans();
            catalogue().iter().copied().filter(scans).collect()
        }
    };
    let mut tallies: Vec<_> = ran
        .into_iter()
        .map(|heuristic| Tally {
            id: heuristic.id,
            revision: heuristic.revision,
            tested: 0,
            fired: 0,
            not_enough: 0,
            broken: 0,
        })
        .collect();
    for assessment in assessments {
        for (tally, answer) in tallies.iter_mut().zip(&assessment.answers) {
            match answer.outcome {
                Some(Outcome::Quiet) => tally.tested += 1,
                Some(Outcome::Fired(_)) => {
                    tally.tested += 1;
                    tally.fired += 1;
                }
                Some(Outcome::NotEnough { .. }) => tally.not_enough += 1,
                Some(Outcome::NotApplicable) => {}
                None => tally.broken += 1,
            }
        }
    }
    tallies
}

#[cfg(test)]
mod tests {
    use countersign_heuristics::catalogue;

    use super::*;

    #[test]
    fn a_record_of_another_revision_says_so() {
        let record = countersign_heuristics::Record {
            revision: 1,
            corpus: "29 public repositories".to_owned(),
            ..Default::default()
        };
        assert_eq!(measured_on(&record, 1), "29 public repositories");
        assert_eq!(
            measured_on(&record, 2),
            "29 public repositories, with revision 1 instead of 2"
        );
    }

    #[test]
    fn a_stronger_finding_is_no_more_common() {
        let strengths = [Strength::Context, Strength::Moderate, Strength::Strong];
        for heuristic in catalogue() {
            let rates = strengths.map(|strength| base_rate(heuristic, strength));
            for pair in rates.windows(2) {
                if let [Some(weaker), Some(stronger)] = pair {
                    assert!(stronger.fired <= weaker.fired, "{}", heuristic.id);
                    assert!(stronger.low <= stronger.share && stronger.share <= stronger.high);
                }
            }
        }
    }
}
