//! One household while it lives: its random numbers, names and addresses, and what it does.

use crate::clock::{At, Atlas, DAY, Zone};
use crate::names::{Name, Names, handle};
use crate::plan::{Email, Line, Resident, Trailer, Who, Wording};
use crate::random::Random;
use crate::rhythm::{FIRST_DAY, Itinerary, Rhythm, Stroke, strokes};

/// Something that a person did in a project.
#[derive(Clone, Debug)]
pub(crate) struct Deed {
    /// When it happened, whatever clocks said: Unix seconds.
    pub(crate) when: i64,
    pub(crate) project: usize,
    pub(crate) act: Act,
}

/// Commits on a branch of their own until they are merged; unique in the community.
pub(crate) type Topic = u64;

#[derive(Clone, Debug)]
pub(crate) enum Act {
    /// A commit: on its topic, or straight on the main branch.
    Commit { made: Made, topic: Option<Topic> },
    /// Puts a topic on the main branch.
    Land {
        topic: Topic,
        author: Line,
        landing: Landing,
    },
}

/// How a topic comes to the main branch.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Landing {
    /// GitHub's merge button: the author line is of the browser in which it was pressed.
    Button,
    /// GitHub's squash button: one commit in the author's name. The committer's clock is GitHub's.
    Squash,
    /// What GitHub's merge button would write, with this committer and without GitHub's signature.
    Unsigned { committer: Who },
    /// A server that merges in the name of the person who clicked.
    Server(Wording),
}

/// A commit as its maker's machine writes it.
#[derive(Clone, Debug)]
pub(crate) struct Made {
    pub(crate) author: Line,
    pub(crate) committer: Line,
    pub(crate) key: Option<u64>,
    pub(crate) tree: u64,
    pub(crate) trailers: Vec<Trailer>,
    /// By a client that rewrites stacks of commits.
    pub(crate) stacked: bool,
    /// The second of UTC in the name of a file that the commit adds.
    pub(crate) stamped: Option<i64>,
}

/// Names and handles of the whole community.
#[derive(Default)]
pub(crate) struct Register {
    pub(crate) names: Vec<Name>,
    pub(crate) handles: Vec<String>,
}

/// How far from home somebody lives and travels.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Travels {
    /// Never.
    No,
    /// Some journeys a year, of one to three weeks.
    Often,
    /// Another place every few weeks.
    Always,
    /// Moves for good once, between zones with daylight saving time, or between zones without.
    Moves { summer_time: bool },
}

pub(crate) struct Stage<'a> {
    pub(crate) random: Random,
    pub(crate) atlas: &'a Atlas,
    pub(crate) deeds: Vec<Deed>,
    pub(crate) residents: Vec<Resident>,
    /// How many commits each resident shall have.
    pub(crate) commits: usize,
    /// Where the household contributes with others.
    pub(crate) shared_project: usize,
    /// A project of its own; the next number is its own too.
    pub(crate) own_project: usize,
    household: usize,
    life: &'static str,
    register: &'a mut Register,
    drawn: Names,
    numbers: u64,
    /// Lives begin within 300 days from this one on, in days since 1970-01-01.
    pub(crate) begins: i64,
}

/// Where and how a household lives.
pub(crate) struct Household<'a> {
    pub(crate) seed: u64,
    pub(crate) number: usize,
    pub(crate) life: &'static str,
    pub(crate) commits: usize,
    pub(crate) atlas: &'a Atlas,
    pub(crate) shared_projects: usize,
}

impl<'a> Stage<'a> {
    pub(crate) fn new(household: &Household<'a>, register: &'a mut Register) -> Self {
        let mut random = Random::new(household.seed, household.number as u64);
        let drawn = Names::new(&mut random);
        Self {
            random,
            atlas: household.atlas,
            deeds: Vec::new(),
            residents: Vec::new(),
            commits: household.commits,
            shared_project: household.number % household.shared_projects,
            own_project: household.shared_projects + 2 * household.number,
            household: household.number,
            life: household.life,
            register,
            drawn,
            numbers: 0,
            begins: FIRST_DAY,
        }
    }

    /// A number nobody else in the community has: of a tree, a key, a topic.
    pub(crate) fn number(&mut self) -> u64 {
        self.numbers += 1;
        (self.household as u64) << 32 | self.numbers
    }

    /// Somebody new; `persona` when a persona's own work.
    pub(crate) fn resident(&mut self, persona: bool) -> usize {
        self.residents.push(Resident {
            household: self.household,
            life: self.life,
            persona,
            emails: Vec::new(),
        });
        self.residents.len() - 1
    }

    pub(crate) fn name(&mut self) -> usize {
        self.register.names.push(self.drawn.next());
        self.register.names.len() - 1
    }

    fn handle(&mut self) -> usize {
        let handle = handle(&mut self.random);
        let number = self.numbers;
        self.numbers += 1;
        self.register
            .handles
            .push(format!("{handle}{}x{number}", self.household));
        self.register.handles.len() - 1
    }

    /// A mailbox of the resident's.
    pub(crate) fn mailbox(&mut self, resident: usize) -> Email {
        let handle = self.handle();
        self.register_email(resident, Email::Mailbox { handle })
    }

    /// The address of the resident's account, under a new login.
    pub(crate) fn account(&mut self, resident: usize) -> Email {
        // Accounts of before all lives: GitHub had given out a million numbers by 2011.
        self.account_numbered(resident, 1_000_000 + resident as u64)
    }

    /// The address of the resident's account, with the local part of a mailbox as login.
    pub(crate) fn account_named_after(&mut self, resident: usize, mailbox: Email) -> Email {
        let login = match mailbox {
            Email::Mailbox { handle: login } | Email::Account { login, .. } => login,
        };
        let id = 1_000_000 + resident as u64 + self.household as u64 * 100;
        self.register_email(resident, Email::Account { id, login })
    }

    /// The same, for an account with a number of about `about`. The numbers of two households are at
    /// least a hundred apart.
    pub(crate) fn account_numbered(&mut self, resident: usize, about: u64) -> Email {
        let login = self.handle();
        let id = about + self.household as u64 * 100;
        self.register_email(resident, Email::Account { id, login })
    }

    fn register_email(&mut self, resident: usize, email: Email) -> Email {
        self.residents[resident].emails.push(email);
        email
    }

    /// Somebody new with a name and a mailbox.
    pub(crate) fn somebody(&mut self, persona: bool) -> Who {
        let resident = self.resident(persona);
        let email = self.mailbox(resident);
        Who::Person {
            name: self.name(),
            email,
        }
    }

    pub(crate) fn zone(&mut self) -> Zone {
        let all = self.atlas.with_summer.len() + self.atlas.without_summer.len();
        let index = self.random.between(0, all as i64) as usize;
        let mut zones = self
            .atlas
            .with_summer
            .iter()
            .chain(&self.atlas.without_summer);
        zones
            .nth(index)
            .cloned()
            .expect("the index is below the count")
    }

    /// A zone with clocks at least `hours` from those of all `others`, all year; the farthest zone where
    /// none is so far.
    pub(crate) fn zone_far_from(&mut self, others: &[&Zone], hours: u32) -> Zone {
        let atlas = self.atlas;
        let zones = atlas.with_summer.iter().chain(&atlas.without_summer);
        let least_apart = |zone: &Zone| {
            let apart = others.iter().flat_map(|other| {
                (0..4).map(|quarter| zone.apart(other, (FIRST_DAY + quarter * 91) * DAY))
            });
            apart.min().unwrap_or_default()
        };
        let zones: Vec<(u32, &Zone)> = zones.map(|zone| (least_apart(zone), zone)).collect();
        let farthest = zones
            .iter()
            .map(|(apart, _)| *apart)
            .max()
            .unwrap_or_default();
        let enough = farthest.min(hours * 60);
        let far: Vec<&Zone> = zones
            .into_iter()
            .filter(|(apart, _)| *apart >= enough)
            .map(|(_, zone)| zone)
            .collect();
        self.random.one_of(&far).clone()
    }

    /// First day of a life.
    pub(crate) fn first_day(&mut self) -> i64 {
        self.begins + self.random.between(0, 300)
    }

    /// Where somebody is, day by day, for a life of about `days`.
    pub(crate) fn itinerary(&mut self, travels: Travels, first: i64, days: i64) -> Itinerary {
        let home = self.zone();
        let mut legs = vec![(first, home.clone())];
        let mut day = first;
        match travels {
            Travels::No => {}
            Travels::Often => {
                while day < first + days {
                    day += self.random.between(25, 110);
                    legs.push((day, self.zone()));
                    day += self.random.between(6, 22);
                    legs.push((day, home.clone()));
                }
            }
            Travels::Always => {
                while day < first + days {
                    day += self.random.between(14, 60);
                    legs.push((day, self.zone()));
                }
            }
            Travels::Moves { summer_time } => {
                let atlas = self.atlas;
                let mut zones = if summer_time {
                    atlas.with_summer.clone()
                } else {
                    atlas.without_summer.clone()
                };
                self.random.shuffle(&mut zones);
                let half = day + days * 2 / 5;
                legs = zones
                    .into_iter()
                    .zip([day, half])
                    .map(|(zone, from)| (from, zone))
                    .collect();
            }
        }
        legs
    }

    /// About how many days `commits` commits take.
    pub(crate) fn days_for(rhythm: Rhythm, commits: usize) -> i64 {
        let [weekday, weekend] = rhythm.days;
        let per_day = (5.0 * weekday + 2.0 * weekend) / 7.0 * 3.1 * 0.9;
        (commits as f64 / per_day) as i64 + 7
    }

    /// One person's work: where the person is, and the moments of the commits.
    pub(crate) fn work(&mut self, rhythm: Rhythm, travels: Travels) -> (Itinerary, Vec<Stroke>) {
        let first = self.first_day();
        let itinerary = self.itinerary(travels, first, Self::days_for(rhythm, self.commits));
        let strokes = strokes(&mut self.random, rhythm, &itinerary, first, self.commits);
        (itinerary, strokes)
    }

    /// Somebody who is a persona's own work, under an account of 2025.
    pub(crate) fn newcomer(&mut self) -> Who {
        let resident = self.resident(true);
        let email = self.account_numbered(resident, 200_000_000);
        Who::Person {
            name: self.name(),
            email,
        }
    }

    /// A commit with a tree of its own, not signed.
    pub(crate) fn made(&mut self, author: Line, committer: Line) -> Made {
        Made {
            author,
            committer,
            key: None,
            tree: self.number(),
            trailers: Vec::new(),
            stacked: false,
            stamped: None,
        }
    }

    /// A commit at a stroke on a machine with the zone's clock, not signed.
    pub(crate) fn made_at(&mut self, me: Who, zone: &Zone, stroke: &Stroke) -> Made {
        let at = zone.at(stroke.instant);
        self.made(me.at(at), me.at(at))
    }

    pub(crate) fn does(&mut self, when: i64, project: usize, act: Act) {
        self.deeds.push(Deed { when, project, act });
    }

    /// One person's work at one place: where, and the moments of the commits.
    pub(crate) fn days_at(&mut self, zone: &Zone, rhythm: Rhythm) -> Vec<Stroke> {
        let (first, commits) = (self.first_day(), self.commits);
        let place = vec![(first, zone.clone())];
        strokes(&mut self.random, rhythm, &place, first, commits)
    }

    /// Makes the commits of one sitting on a topic of its own; answers the topic.
    pub(crate) fn on_topic(
        &mut self,
        project: usize,
        sitting: &[Stroke],
        mut make: impl FnMut(&mut Self, &Stroke) -> Made,
    ) -> Topic {
        let topic = self.number();
        for stroke in sitting {
            let act = Act::Commit {
                made: make(self, stroke),
                topic: Some(topic),
            };
            self.does(stroke.instant, project, act);
        }
        topic
    }

    /// Lands a topic at the moment of the author's line.
    pub(crate) fn lands(&mut self, project: usize, topic: Topic, author: Line, landing: Landing) {
        let act = Act::Land {
            topic,
            author,
            landing,
        };
        self.does(author.at.seconds, project, act);
    }

    /// A commit straight on the main branch of a project, at its committer's time.
    pub(crate) fn pushes_to(&mut self, project: usize, made: Made) {
        let when = made.committer.at.seconds;
        self.does(when, project, Act::Commit { made, topic: None });
    }

    /// Several people, each with a zone.
    pub(crate) fn team(&mut self, people: usize) -> Vec<(Who, Zone)> {
        (0..people)
            .map(|_| (self.somebody(false), self.zone()))
            .collect()
    }

    /// A commit straight on the main branch of the shared project, at its committer's time.
    pub(crate) fn pushes(&mut self, made: Made) {
        let when = made.committer.at.seconds;
        let project = self.shared_project;
        self.does(when, project, Act::Commit { made, topic: None });
    }
}

impl Who {
    /// The same address under another's name.
    pub(crate) const fn called(self, other: Self) -> Self {
        match (self, other) {
            (Self::Person { email, .. }, Self::Person { name, .. }) => Self::Person { name, email },
            _ => self,
        }
    }

    pub(crate) const fn at(self, at: At) -> Line {
        Line { who: self, at }
    }
}
