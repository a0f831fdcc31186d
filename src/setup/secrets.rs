//! What `setup` writes: the App's settings, and the code while the App is not complete.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use countersign_github::CreatedApp;
use data_encoding::BASE64;
use secrecy::ExposeSecret as _;

use crate::exit::Failure;
use crate::output::{Console, shell_word};

/// The App's settings as lines of an environment file, which systemd, Docker and shells all read alike.
pub(super) struct Settings(String);

impl Settings {
    pub(super) fn new(created: &CreatedApp, api_url: &str, usual_api: &str) -> Self {
        let key = BASE64.encode(created.private_key.expose_secret().trim().as_bytes());
        let mut text = format!(
            "COUNTERSIGN_APP_ID={}\nCOUNTERSIGN_PRIVATE_KEY={key}\n",
            created.id
        );
        if let Some(secret) = &created.webhook_secret {
            // GitHub's secrets are hexadecimal and get no quotes, which Docker would take for a part of the value.
            let secret = shell_word(secret.expose_secret());
            text += &format!("COUNTERSIGN_WEBHOOK_SECRET={secret}\n");
        }
        let (client_id, client_secret) = (&created.client_id, &created.client_secret);
        text += &format!(
            "COUNTERSIGN_PUBLIC_URL={}\nCOUNTERSIGN_CLIENT_ID={}\nCOUNTERSIGN_CLIENT_SECRET={}\n",
            shell_word(created.external_url.trim_end_matches('/')),
            shell_word(client_id),
            shell_word(client_secret.expose_secret()),
        );
        if api_url != usual_api {
            text += &format!("COUNTERSIGN_API_URL={api_url}\n");
        }
        Self(text)
    }

    pub(super) fn text(&self) -> &str {
        &self.0
    }

    /// Writes a new file that only the user can read.
    pub(super) fn write(&self, path: &Path) -> Result<(), Failure> {
        write_private(path, self.0.as_bytes())
            .with_context(|| format!("cannot write {}", path.display()))
            .map_err(Failure::storage)
    }
}

/// The file that holds the code until its App is complete.
pub(super) struct Pending(PathBuf);

impl Pending {
    pub(super) fn beside(output: &Path) -> Self {
        let mut name = output.file_name().unwrap_or_default().to_owned();
        name.push(".code");
        Self(output.with_file_name(name))
    }

    pub(super) fn read(&self) -> Option<String> {
        let text = fs::read_to_string(&self.0).ok()?;
        Some(text.trim().to_owned())
    }

    /// Keeps the code. The exchange can work without, so a failure is only a warning.
    pub(super) fn keep(&self, code: &str, console: Console) {
        self.remove();
        if let Err(error) = write_private(&self.0, code.as_bytes()) {
            console.warn(&format!(
                "cannot write {}: {error}; if the next step fails, use --code {code}",
                self.0.display()
            ));
        }
    }

    pub(super) fn remove(&self) {
        // Most often there is none.
        let _ = fs::remove_file(&self.0);
    }
}

fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut open = OpenOptions::new();
    open.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut open, 0o600);
    let mut file = open.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
