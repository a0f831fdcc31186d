//! The demo's people: honest people with honest oddities, and two personas.
//!
//! Everybody is invented. Addresses end in `.example`, which belongs to nobody.

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::clock::{At, DAY, Zone, is_weekend};
use super::repository::{NewCommit, Who};

/// GitHub's own committer, which its merge button writes.
const GITHUB: Who = Who("GitHub", "noreply@github.com");

/// Seed of the key with which GitHub signs in the demo. Its real key is not ours to use.
pub(super) const GITHUB_KEY: u8 = 200;

/// Every run invents the same year.
const SEED: u64 = 2024;

/// Something that happened to the branch.
#[derive(Clone, Debug)]
pub(super) enum Event {
    /// A commit on the branch.
    Commit(NewCommit),
    /// A commit on a branch of its own, which a later merge brings in.
    Topic(NewCommit),
    /// A merge of the oldest open topic; nothing when there is none.
    Merge(NewCommit),
}

impl Event {
    pub(super) const fn commit(&self) -> &NewCommit {
        let (Self::Commit(commit) | Self::Topic(commit) | Self::Merge(commit)) = self;
        commit
    }
}

/// All events, in the order in which they happened.
pub(super) fn events() -> Vec<Event> {
    let mut story = Story {
        events: Vec::new(),
        chance: ChaCha8Rng::seed_from_u64(SEED),
    };
    story.office_worker();
    story.night_owl();
    story.traveller();
    story.container_user();
    story.rebaser();
    story.patch_authors();
    story.web_merger();
    story.married();
    story.key_rotator();
    story.weekender();
    story.painted_clock();
    story.two_machines();
    let mut events = story.events;
    events.sort_by_key(|event| {
        let commit = event.commit();
        (commit.committer.1.seconds, commit.author.1.seconds)
    });
    events
}

struct Story {
    events: Vec<Event>,
    chance: ChaCha8Rng,
}

impl Story {
    /// Works nine to six, Monday to Friday, in São Paulo.
    fn office_worker(&mut self) {
        let zone = Zone::named("America/Sao_Paulo");
        let who = Who("Ana Ferreira", "ana@oficina.example");
        for day in self.days(4, 340, 2, false) {
            let at = zone.at(day, self.second_between(9, 18));
            self.own(who, at, None);
        }
    }

    /// Works from nine in the evening to three in the morning, in Helsinki.
    fn night_owl(&mut self) {
        let zone = Zone::named("Europe/Helsinki");
        let who = Who("Juhani Korhonen", "juhani@yokyopeli.example");
        for day in self.days(1, 350, 3, true) {
            let at = zone.at(day, self.second_between(21, 27));
            self.own(who, at, None);
        }
    }

    /// Lives in Bengaluru; works some weeks in Berlin and some in San Francisco.
    fn traveller(&mut self) {
        let who = Who("Priya Raman", "priya@raman.example");
        let home = Zone::named("Asia/Kolkata");
        let berlin = Zone::named("Europe/Berlin");
        let francisco = Zone::named("America/Los_Angeles");
        for (from, to, zone) in [
            (8, 80, &home),
            (83, 104, &berlin),
            (107, 170, &home),
            (173, 190, &francisco),
            (193, 280, &home),
            (283, 310, &berlin),
            (313, 345, &home),
        ] {
            for day in self.days(from, to, 3, false) {
                let at = zone.at(day, self.second_between(9, 20));
                self.own(who, at, None);
            }
        }
    }

    /// Commits from a laptop in Lagos, and twice as often from a container, whose clock is UTC.
    fn container_user(&mut self) {
        let zone = Zone::named("Africa/Lagos");
        let who = Who("Chidi Okafor", "chidi@okafor.example");
        for day in self.days(15, 345, 3, false) {
            let at = zone.at(day, self.second_between(8, 19));
            let offset = if self.below(3) == 0 { 60 } else { 0 };
            self.own(who, at.on(offset), None);
        }
    }

    /// Rebases often, in Bogotá: the author date stays, the committer date is new.
    fn rebaser(&mut self) {
        let zone = Zone::named("America/Bogota");
        let who = Who("Camila Rojas", "camila@rojas.example");
        for day in self.days(10, 340, 4, false) {
            let at = zone.at(day, self.second_between(9, 18));
            let rebased = if self.below(3) == 0 {
                self.below(6) * DAY / 2 + 900
            } else {
                0
            };
            let commit = self.commit((who, at), (who, at.plus(rebased)), None);
            self.events.push(Event::Topic(commit));
        }
    }

    /// Send patches by mail, from Kathmandu, Nuku'alofa and Auckland; a maintainer in Warsaw applies them.
    fn patch_authors(&mut self) {
        let warsaw = Zone::named("Europe/Warsaw");
        let maintainer = Who("Tomasz Zieliński", "tomasz@lista.example");
        let authors = [
            (
                Who("Bikash Thapa", "bikash@thapa.example"),
                Zone::named("Asia/Kathmandu"),
            ),
            (
                Who("Mele Tupou", "mele@tupou.example"),
                Zone::named("Pacific/Tongatapu"),
            ),
            (
                Who("Wiremu Hapi", "wiremu@hapi.example"),
                Zone::named("Pacific/Auckland"),
            ),
        ];
        for day in self.days(5, 340, 3, false) {
            let (author, zone) = &authors[self.below(3) as usize];
            let written = zone.at(day - 2, self.second_between(9, 21));
            let applied = warsaw.at(day, self.second_between(8, 17));
            let commit = self.commit((*author, written), (maintainer, applied), None);
            self.events.push(Event::Commit(commit));
            if self.below(2) == 0 {
                let at = applied.plus(600 + self.below(7200));
                self.own(maintainer, at, None);
            }
        }
    }

    /// Merges topics with GitHub's button, in Tokyo; browser and laptop show the same clock.
    fn web_merger(&mut self) {
        let zone = Zone::named("Asia/Tokyo");
        let who = Who("Haruka Mori", "haruka@mori.example");
        for day in self.days(6, 345, 3, false) {
            let at = zone.at(day, self.second_between(10, 19));
            self.own(who, at, None);
            let clicked = at.plus(120 + self.below(400));
            self.merge(who, clicked);
        }
    }

    /// Changes the name in July and keeps the address, in Chicago.
    fn married(&mut self) {
        let zone = Zone::named("America/Chicago");
        for day in self.days(3, 345, 4, false) {
            let name = if day < 190 {
                "Jordan Ellis"
            } else {
                "Jordan Castillo"
            };
            let at = zone.at(day, self.second_between(8, 17));
            self.own(Who(name, "jordan@prairie.example"), at, None);
        }
    }

    /// Signs every commit and changes to a new key in June, in Johannesburg.
    fn key_rotator(&mut self) {
        let zone = Zone::named("Africa/Johannesburg");
        let who = Who("Lindiwe Dube", "lindiwe@dube.example");
        for day in self.days(7, 345, 4, false) {
            let at = zone.at(day, self.second_between(8, 18));
            self.own(who, at, Some(if day < 160 { 1 } else { 2 }));
        }
    }

    /// Works on weekends only, in Kyiv.
    fn weekender(&mut self) {
        let zone = Zone::named("Europe/Kyiv");
        let who = Who("Олена Шевченко", "olena@vyhidni.example");
        for day in (12..345).filter(|day| is_weekend(*day)) {
            let at = zone.at(day, self.second_between(11, 22));
            self.own(who, at, None);
        }
    }

    /// Persona: sets the author date by hand to a claimed place, and git writes the committer date
    /// from the machine. The same address and key carry three names.
    fn painted_clock(&mut self) {
        let zone = Zone::named("America/New_York");
        const ADDRESS: &str = "v.lindqvist@northgate.example";
        let names = ["Victor Lindqvist", "Samuel Brandt", "Oliver Kessler"];
        for day in self.days(120, 340, 3, false) {
            let at = zone.at(day, self.second_between(9, 18));
            let name = names[((day - 120) / 75) as usize % names.len()];
            let who = Who(name, ADDRESS);
            let machine = at.plus(5 + self.below(40)).on(240);
            let commit = self.commit((who, at), (who, machine), Some(3));
            self.events.push(Event::Commit(commit));
        }
    }

    /// Persona: a laptop that claims one place and a script that commits at fixed times of its day;
    /// the browser in which topics are merged minutes later shows other zones.
    fn two_machines(&mut self) {
        let zone = Zone::named("America/Los_Angeles");
        let who = Who("Maya Whitfield", "maya@whitfield.example");
        for day in self.days(60, 345, 2, false) {
            let second = [10, 15, 20][self.below(3) as usize] * 3600 + 1800;
            let at = zone.at(day, second);
            self.own(who, at, None);
            if self.below(2) == 0 {
                let browser = if day < 200 { 180 } else { 300 };
                let clicked = at.plus(60 + self.below(400)).on(browser);
                self.merge(who, clicked);
            }
        }
    }

    /// A random number from 0 up to but not including `end`.
    fn below(&mut self, end: i64) -> i64 {
        self.chance.random_range(0..end)
    }

    /// A second of the day between two hours, the middle likelier than the ends. Hours of 24 and more are
    /// on the next day.
    fn second_between(&mut self, from: i64, to: i64) -> i64 {
        let half = (to - from) * 1800;
        from * 3600 + self.below(half) + self.below(half)
    }

    /// About one day in `every` between two days, with or without weekends.
    fn days(&mut self, from: i64, to: i64, every: i64, weekends: bool) -> Vec<i64> {
        (from..to)
            .filter(|day| weekends || !is_weekend(*day))
            .filter(|_| self.below(every) == 0)
            .collect()
    }

    /// A commit that one person authors and commits at the same moment.
    fn own(&mut self, who: Who, at: At, key: Option<u8>) {
        let commit = self.commit((who, at), (who, at), key);
        self.events.push(Event::Commit(commit));
    }

    /// A merge by GitHub's button, pressed by `who`.
    fn merge(&mut self, who: Who, at: At) {
        let commit = NewCommit {
            message: String::new(),
            ..self.commit((who, at), (GITHUB, at), Some(GITHUB_KEY))
        };
        self.events.push(Event::Merge(commit));
    }

    fn commit(&mut self, author: (Who, At), committer: (Who, At), key: Option<u8>) -> NewCommit {
        const VERBS: [&str; 8] = [
            "Fix", "Simplify", "Test", "Document", "Rename", "Speed up", "Split", "Clean up",
        ];
        const THINGS: [&str; 12] = [
            "the parser",
            "error messages",
            "the ledger export",
            "retry limits",
            "the cache key",
            "date handling",
            "the config loader",
            "unit names",
            "the release script",
            "search results",
            "the worker queue",
            "input checks",
        ];
        let verb = VERBS[self.below(8) as usize];
        let thing = THINGS[self.below(12) as usize];
        NewCommit {
            author,
            committer,
            message: format!("{verb} {thing}"),
            key,
        }
    }
}
