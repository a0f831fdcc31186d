//! The keys of platforms: GitHub's, and those that the user names.

use std::path::PathBuf;
use std::{fmt, fs};

use anyhow::Context as _;
use countersign_history::PlatformKeys;

use crate::exit::{Exit, Failure};

/// Which platforms' commits can be verified.
#[derive(Clone, Debug, Default, clap::Args)]
pub(crate) struct PlatformArgs {
    /// Public key with which a platform signs the commits that it makes; repeatable
    ///
    /// ADDRESS is the committer address of these commits. FILE is an OpenPGP key, or an SSH key as in
    /// authorized_keys. GitHub's keys are built in; GitLab, Forgejo and GitHub Enterprise servers have keys of
    /// their own. In the environment variable, commas separate several.
    #[arg(
        long = "platform-key",
        value_name = "ADDRESS=FILE",
        env = "COUNTERSIGN_PLATFORM_KEYS",
        value_delimiter = ',',
        value_parser = parse,
        help_heading = "Platforms"
    )]
    keys: Vec<NamedKey>,
}

/// A key's file, with the address of its platform.
#[derive(Clone, Debug)]
struct NamedKey {
    address: String,
    file: PathBuf,
}

/// Why an argument cannot be used.
#[derive(Clone, Copy, Debug)]
struct NotNamed;

impl fmt::Display for NotNamed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("write the platform's committer address, =, and the file of its public key")
    }
}

impl std::error::Error for NotNamed {}

fn parse(argument: &str) -> Result<NamedKey, NotNamed> {
    let (address, file) = argument.split_once('=').ok_or(NotNamed)?;
    if !address.contains('@') || file.is_empty() {
        return Err(NotNamed);
    }
    Ok(NamedKey {
        address: address.to_owned(),
        file: file.into(),
    })
}

impl PlatformArgs {
    /// Reads the key files.
    pub(crate) fn read(&self) -> Result<PlatformKeys, Failure> {
        let mut keys = PlatformKeys::default();
        for NamedKey { address, file } in &self.keys {
            let context = || format!("cannot use {} as a platform's key", file.display());
            let bytes = fs::read(file).with_context(context);
            let bytes = bytes.map_err(|error| Failure::new(Exit::Usage, error))?;
            let added = keys.add(address, &bytes).with_context(context);
            added.map_err(|error| {
                Failure::new(Exit::Usage, error).hint(
                    "export the platform's public key, for example with: gpg --armor --export KEY",
                )
            })?;
        }
        Ok(keys)
    }
}
