//! Deliveries on their way to one of the processes. What fails is not tried again, as at GitHub.

use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use countersign_world::Delivery;
use tokio::sync::{Mutex, mpsc};
use tokio::task::JoinSet;

use crate::crew::{Crew, SEATS};
use crate::wire::Caller;

/// Deliveries under way at once.
const SENDERS: usize = 8;
/// How long it takes to notice that nobody answers.
const UNREACHED: Duration = Duration::from_millis(100);

/// Those who deliver.
pub(crate) struct Senders(JoinSet<Answers>);

/// How often each status was answered; 0 where there was no answer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Answers(BTreeMap<u16, usize>);

impl fmt::Display for Answers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("answers")?;
        for (status, number) in &self.0 {
            match status {
                0 => write!(f, " none: {number}")?,
                status => write!(f, " {status}: {number}")?,
            }
        }
        Ok(())
    }
}

/// Starts them; what goes into the channel is delivered.
pub(crate) fn start(crew: &Arc<Crew>) -> (Senders, mpsc::Sender<Delivery>) {
    let (offers, taken) = mpsc::channel(64);
    let taken = Arc::new(Mutex::new(taken));
    let mut tasks = JoinSet::new();
    for number in 0..SENDERS {
        let (crew, taken) = (Arc::clone(crew), Arc::clone(&taken));
        tasks.spawn(async move { send(&crew, &taken, number % SEATS).await });
    }
    (Senders(tasks), offers)
}

impl Senders {
    /// Waits until all is delivered and nothing more comes.
    pub(crate) async fn done(self) -> Answers {
        let mut all = Answers::default();
        for answers in self.0.join_all().await {
            for (status, number) in answers.0 {
                *all.0.entry(status).or_default() += number;
            }
        }
        all
    }
}

async fn send(crew: &Crew, offers: &Mutex<mpsc::Receiver<Delivery>>, seat: usize) -> Answers {
    let mut answers = Answers::default();
    let mut caller: Option<(SocketAddr, Caller)> = None;
    loop {
        let offer = offers.lock().await.recv().await;
        let Some(delivery) = offer else {
            return answers;
        };
        let status = match crew.address(seat) {
            None => 0,
            Some(address) => {
                let (_, caller) = match caller.take() {
                    Some(known) if known.0 == address => caller.insert(known),
                    _ => caller.insert((address, Caller::new(address))),
                };
                caller.post(&delivery).await.unwrap_or(0)
            }
        };
        *answers.0.entry(status).or_default() += 1;
        if status == 0 {
            // A process that is not there shall not get more than its share.
            tokio::time::sleep(UNREACHED).await;
        }
    }
}
