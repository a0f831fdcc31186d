//! The story: people push, open and talk, and GitHub tells of it, sometimes twice or late.

use std::time::{Duration, Instant};

use countersign_world::{Commit, Delivery, PullStory, RepositoryStory, World};
use tokio::sync::mpsc;

use crate::RATE;
use crate::people::{ADA, ordinary, split};
use crate::random::Random;

/// Pull requests.
const PULLS: usize = 40;
/// Where they are; the App is installed on two accounts.
const REPOSITORIES: [&str; 4] = ["acme/widget", "acme/gadget", "umbra/lamp", "umbra/shade"];
/// A delivery in so many percent is offered twice, in so many held back.
const TWICE: usize = 10;
const LATE: usize = 10;
/// Most deliveries that overtake one that is held back.
const OVERTAKEN_BY: usize = 400;

/// A pull request and what it holds in the end.
pub(crate) struct Pull {
    pub(crate) story: PullStory,
    /// Its commits show two clocks.
    pub(crate) is_persona: bool,
    repository: RepositoryStory,
    branch: String,
    who: String,
    pushes: usize,
}

/// What was told.
pub(crate) struct Told {
    pub(crate) pulls: Vec<Pull>,
    pub(crate) guids: Vec<String>,
    pub(crate) twice: usize,
    pub(crate) late: usize,
}

/// Tells the story at [`RATE`] into `offers`. Blocks.
pub(crate) fn tell(
    world: &World,
    count: usize,
    seed: u64,
    offers: &mpsc::Sender<Delivery>,
) -> Told {
    let mut random = Random::new(seed, 3);
    let repositories = REPOSITORIES.map(|name| {
        let repository = world.repository(name).member("mira", "write");
        repository.push("main", &ordinary(ADA, 60))
    });
    let begun = Instant::now();
    let mut told = Told {
        pulls: Vec::new(),
        guids: Vec::new(),
        twice: 0,
        late: 0,
    };
    let mut held: Vec<(usize, Delivery)> = Vec::new();
    let send = |delivery| {
        offers
            .blocking_send(delivery)
            .expect("the senders wait for more")
    };
    for number in 0..count {
        // Pull requests are opened all along.
        let delivery = if number * PULLS / count >= told.pulls.len() {
            let pull = Pull::open(&repositories, told.pulls.len(), &mut random);
            told.pulls.push(pull);
            told.pulls[told.pulls.len() - 1].story.opened()
        } else {
            let any = random.below(told.pulls.len());
            told.pulls[any].next(&mut random)
        };
        told.guids.push(delivery.guid.clone());
        if random.percent(TWICE) {
            told.twice += 1;
            held.push((number + random.below(OVERTAKEN_BY), delivery.clone()));
        }
        if random.percent(LATE) {
            told.late += 1;
            held.push((number + 1 + random.below(OVERTAKEN_BY), delivery));
        } else {
            send(delivery);
        }
        for (_, due) in held.extract_if(.., |(due, _)| *due <= number) {
            send(due);
        }
        let pace = Duration::from_millis((number * 1_000 / RATE) as u64);
        std::thread::sleep(pace.saturating_sub(begun.elapsed()));
    }
    held.into_iter().for_each(|(_, delivery)| send(delivery));
    told
}

impl Pull {
    fn open(repositories: &[RepositoryStory], number: usize, random: &mut Random) -> Self {
        let repository = repositories[number % repositories.len()].clone();
        let is_persona = random.percent(70);
        let branch = format!("work-{number}");
        let who = format!("Person {number} <person-{number}@gate.example>");
        let commits = if is_persona {
            split(&who, 12)
        } else {
            vec![clean(number, 0)]
        };
        let repository = repository.push(&branch, &commits);
        let login = if is_persona {
            format!("person-{number}")
        } else {
            "ada".to_owned()
        };
        Self {
            story: repository.open(&login, &branch, "Add work"),
            is_persona,
            repository,
            branch,
            who,
            pushes: 0,
        }
    }

    /// Something happens; GitHub's word of it.
    fn next(&mut self, random: &mut Random) -> Delivery {
        let story = &self.story;
        match random.below(100) {
            0 => story.says("mira", "Thanks, I had a look."),
            1 if random.percent(30) => story.says("mira", "/countersign rescan"),
            2 | 3 => self.push(random),
            4..=6 => self.repository.pushed("ada", "main", None),
            7 => {
                let head = story.head();
                self.repository
                    .suite_rerequested("mira", &head, &self.branch)
            }
            8..=30 => story.event("labeled"),
            31..=50 => story.event("reopened"),
            51..=60 => story.event("ready_for_review"),
            // One of a push that others overtook.
            _ => story.synchronized(&story.head()),
        }
    }

    /// More of the same, or everything anew and different.
    fn push(&mut self, random: &mut Random) -> Delivery {
        let before = self.story.head();
        self.pushes += 1;
        let day = 11 + self.pushes;
        if random.percent(40) {
            self.is_persona = !self.is_persona;
            let commits = match self.is_persona {
                true => split(&self.who, day + 1),
                false => vec![clean(day, self.pushes)],
            };
            let _ = self
                .repository
                .clone()
                .force_push(&self.branch, "main", &commits);
        } else {
            let commit = match self.is_persona {
                true => split(&self.who, day + 1).remove(day),
                false => clean(day, self.pushes),
            };
            let _ = self.repository.clone().push(&self.branch, &[commit]);
        }
        self.story.synchronized(&before)
    }
}

/// A commit of Ada's, whose records are ordinary.
fn clean(number: usize, push: usize) -> Commit {
    let at = format!("2026-03-02T10:{:02}:{:02}+01:00", push % 60, number % 60);
    Commit::new(ADA, &at).file(&format!("more-{number}-{push}"), "work")
}
