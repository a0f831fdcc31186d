//! Waiting for the code of GitHub's redirect: from the browser, or pasted into the terminal.

use std::io;

use anyhow::Context as _;
use countersign_webhooks::{ManifestForm, is_code, serve_setup, setup_router};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use crate::exit::Failure;

/// Serves the form until a code comes.
pub(super) async fn for_code(listener: TcpListener, form: ManifestForm) -> Result<String, Failure> {
    let (sender, mut codes) = mpsc::channel(1);
    read_pasted(form.state.clone(), sender.clone());
    let serving = serve_setup(listener, setup_router(form, sender));
    tokio::pin!(serving);
    let code = tokio::select! {
        code = codes.recv() => code,
        served = &mut serving => {
            let served = served.context("cannot accept connections");
            return Err(served.err().map_or_else(Failure::interrupted, Failure::storage));
        }
    };
    // The browser still reads the page that says what to do.
    let _ = tokio::time::timeout(std::time::Duration::from_millis(300), &mut serving).await;
    code.ok_or_else(Failure::interrupted)
}

/// Reads lines from stdin on a thread of its own, which ends with the process.
fn read_pasted(state: String, sender: mpsc::Sender<String>) {
    std::thread::spawn(move || {
        for line in io::stdin().lines() {
            let Ok(line) = line else {
                return;
            };
            if let Some(code) = pasted(line.trim(), &state) {
                // Another code came first.
                let _ = sender.blocking_send(code);
                return;
            }
        }
    });
}

/// The code in a pasted address, if GitHub sent the browser there because of this form.
fn pasted(line: &str, state: &str) -> Option<String> {
    let (_, query) = line.split_once('?')?;
    let value = |name: &str| {
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
    };
    let code = value("code").filter(|code| is_code(code))?;
    (value("state") == Some(state)).then(|| code.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pasted_address_must_belong_to_the_form() {
        let address = "http://127.0.0.1:8081/created?code=a1b2&state=s3";
        assert_eq!(pasted(address, "s3"), Some("a1b2".to_owned()));
        assert_eq!(pasted(address, "other"), None);
        assert_eq!(pasted("http://127.0.0.1:8081/created?state=s3", "s3"), None);
        assert_eq!(pasted("yes", "s3"), None);
    }
}
