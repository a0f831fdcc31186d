//! The demo's cast: honest people with honest oddities, and two personas without.
//!
//! Everybody is invented. Addresses end in `.example`, which belongs to nobody.

use super::calendar::{DAY, Dice, Zone, is_weekend};
use super::repository::{At, NewCommit, Who};

/// GitHub's own committer, which its merge button writes.
const GITHUB: Who = Who("GitHub", "noreply@github.com");

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
        dice: Dice::new(2024),
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
    dice: Dice,
}

impl Story {
    /// Works nine to six, Monday to Friday, in São Paulo.
    fn office_worker(&mut self) {
        let who = Who("Ana Ferreira", "ana@oficina.example");
        for day in self.days(4, 340, 2, false) {
            let at = Zone::Fixed(-180).at(day, self.dice.between(9, 18));
            self.own(who, at, None);
        }
    }

    /// Starts when others sleep, in Helsinki.
    fn night_owl(&mut self) {
        let who = Who("Juhani Korhonen", "juhani@yokyopeli.example");
        for day in self.days(1, 350, 3, true) {
            let at = Zone::Europe(120).at(day, self.dice.between(21, 27));
            self.own(who, at, None);
        }
    }

    /// Lives in Bengaluru; works some weeks in Berlin and some in San Francisco.
    fn traveller(&mut self) {
        let who = Who("Priya Raman", "priya@raman.example");
        let (home, berlin) = (Zone::Fixed(330), Zone::Europe(60));
        let francisco = Zone::NorthAmerica(-480);
        for (from, to, zone) in [
            (8, 80, home),
            (83, 104, berlin),
            (107, 170, home),
            (173, 190, francisco),
            (193, 280, home),
            (283, 310, berlin),
            (313, 345, home),
        ] {
            for day in self.days(from, to, 3, false) {
                let at = zone.at(day, self.dice.between(9, 20));
                self.own(who, at, None);
            }
        }
    }

    /// Commits in Lagos by day and from a container, whose clock is UTC, in between.
    fn container_user(&mut self) {
        let who = Who("Chidi Okafor", "chidi@okafor.example");
        for day in self.days(15, 345, 3, false) {
            let at = Zone::Fixed(60).at(day, self.dice.between(8, 19));
            let offset = if self.dice.roll(3) == 0 { 60 } else { 0 };
            self.own(who, at.on(offset), None);
        }
    }

    /// Rebases often, in Bogotá: the author date stays, the committer date is new.
    fn rebaser(&mut self) {
        let who = Who("Camila Rojas", "camila@rojas.example");
        for day in self.days(10, 340, 4, false) {
            let at = Zone::Fixed(-300).at(day, self.dice.between(9, 18));
            let rebased = if self.dice.roll(3) == 0 {
                self.dice.roll(6) * DAY / 2 + 900
            } else {
                0
            };
            let commit = self.commit((who, at), (who, at.plus(rebased)), None);
            self.events.push(Event::Topic(commit));
        }
    }

    /// Send patches by mail, from Kathmandu and Nuku'alofa; a maintainer in Warsaw applies them.
    fn patch_authors(&mut self) {
        let maintainer = Who("Tomasz Zieliński", "tomasz@lista.example");
        let authors = [
            (
                Who("Bikash Thapa", "bikash@thapa.example"),
                Zone::Fixed(345),
            ),
            (Who("Mele Tupou", "mele@tupou.example"), Zone::Fixed(780)),
            (
                Who("Wiremu Hapi", "wiremu@hapi.example"),
                Zone::NewZealand(780),
            ),
        ];
        for day in self.days(5, 340, 3, false) {
            let (author, zone) = authors[self.dice.roll(3) as usize];
            let written = zone.at(day - 2, self.dice.between(9, 21));
            let applied = Zone::Europe(60).at(day, self.dice.between(8, 17));
            let commit = self.commit((author, written), (maintainer, applied), None);
            self.events.push(Event::Commit(commit));
            if self.dice.roll(2) == 0 {
                let at = applied.plus(600 + self.dice.roll(7200));
                self.own(maintainer, at, None);
            }
        }
    }

    /// Merges topics with GitHub's button, in Tokyo; browser and laptop show the same clock.
    fn web_merger(&mut self) {
        let who = Who("Haruka Mori", "haruka@mori.example");
        for day in self.days(6, 345, 3, false) {
            let at = Zone::Fixed(540).at(day, self.dice.between(10, 19));
            self.own(who, at, None);
            let clicked = at.plus(120 + self.dice.roll(400));
            self.merge(who, clicked);
        }
    }

    /// Changes the name in July and keeps the address, in Chicago.
    fn married(&mut self) {
        for day in self.days(3, 345, 4, false) {
            let name = if day < 190 {
                "Jordan Ellis"
            } else {
                "Jordan Castillo"
            };
            let at = Zone::NorthAmerica(-360).at(day, self.dice.between(8, 17));
            self.own(Who(name, "jordan@prairie.example"), at, None);
        }
    }

    /// Signs every commit and takes a new key in June, in Johannesburg.
    fn key_rotator(&mut self) {
        let who = Who("Lindiwe Dube", "lindiwe@dube.example");
        for day in self.days(7, 345, 4, false) {
            let at = Zone::Fixed(120).at(day, self.dice.between(8, 18));
            self.own(who, at, Some(if day < 160 { 1 } else { 2 }));
        }
    }

    /// Only has the weekends, in Kyiv.
    fn weekender(&mut self) {
        let who = Who("Олена Шевченко", "olena@vyhidni.example");
        for day in (12..345).filter(|day| is_weekend(*day)) {
            let at = Zone::Europe(120).at(day, self.dice.between(11, 22));
            self.own(who, at, None);
        }
    }

    /// Persona: sets the author date by hand to a claimed place, and git writes the committer date
    /// from the machine. The same address and key carry three names.
    fn painted_clock(&mut self) {
        const ADDRESS: &str = "v.lindqvist@northgate.example";
        let names = ["Victor Lindqvist", "Samuel Brandt", "Oliver Kessler"];
        for day in self.days(120, 340, 3, false) {
            let at = Zone::NorthAmerica(-300).at(day, self.dice.between(9, 18));
            let name = names[((day - 120) / 75) as usize % names.len()];
            let who = Who(name, ADDRESS);
            let machine = at.plus(5 + self.dice.roll(40)).on(240);
            let commit = self.commit((who, at), (who, machine), Some(3));
            self.events.push(Event::Commit(commit));
        }
    }

    /// Persona: a laptop that claims one place and a script that commits at fixed times of its day;
    /// the browser in which topics are merged minutes later shows other zones.
    fn two_machines(&mut self) {
        let who = Who("Maya Whitfield", "maya@whitfield.example");
        for day in self.days(60, 345, 2, false) {
            let second = [10, 15, 20][self.dice.roll(3) as usize] * 3600 + 1800;
            let at = Zone::NorthAmerica(-480).at(day, second);
            self.own(who, at, None);
            if self.dice.roll(2) == 0 {
                let browser = if day < 200 { 180 } else { 300 };
                let clicked = at.plus(60 + self.dice.roll(400)).on(browser);
                self.merge(who, clicked);
            }
        }
    }

    /// About one day in `every` between two days; weekends only where asked for.
    fn days(&mut self, from: i64, to: i64, every: i64, weekends: bool) -> Vec<i64> {
        (from..to)
            .filter(|day| weekends || !is_weekend(*day))
            .filter(|_| self.dice.roll(every) == 0)
            .collect()
    }

    /// A commit made and committed in one go.
    fn own(&mut self, who: Who, at: At, key: Option<u8>) {
        let commit = self.commit((who, at), (who, at), key);
        self.events.push(Event::Commit(commit));
    }

    /// A merge by GitHub's button, pressed by `who`.
    fn merge(&mut self, who: Who, at: At) {
        let commit = NewCommit {
            message: String::new(),
            ..self.commit((who, at), (GITHUB, at), None)
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
        let verb = VERBS[self.dice.roll(8) as usize];
        let thing = THINGS[self.dice.roll(12) as usize];
        NewCommit {
            author,
            committer,
            message: format!("{verb} {thing}"),
            key,
        }
    }
}
