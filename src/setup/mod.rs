//! `countersign setup`: creates the GitHub App and stores its key and secrets.

mod secrets;
mod wait;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow};
use countersign_github::{CreatedApp, GithubError, Server, convert_manifest};
use countersign_webhooks::{ManifestForm, PublicUrl, is_code};
use data_encoding::HEXLOWER;
use tokio::net::TcpListener;

use crate::app::Manifest;
use crate::exit::{self, Exit, Failure};
use crate::output::{self, Console};
use crate::runtime::block_on;
use secrets::{Pending, Settings};

/// GitHub's own API, which the settings need not name.
const GITHUB_COM: &str = "https://api.github.com";

fn after_help() -> String {
    let codes = exit::codes(&[
        (Exit::NoneRead, "GitHub did not create the App"),
        (Exit::Storage, "the file or the port could not be used"),
    ]);
    format!(
        "Over SSH, forward the port from the machine with the browser, and open the address there:\n  \
         ssh -L 8081:127.0.0.1:8081 HOST\n\
         Without forwarding, write the form to a file with --form, open it in any browser, and paste\n\
         the address at which the browser ends into this terminal.\n\n{codes}"
    )
}

/// Create the GitHub App, and store its number, key and webhook secret
///
/// Serves a form on this machine that sends the App's description to GitHub, takes the code that GitHub's
/// redirect brings back, exchanges it for the secrets, and writes them to a file that only you can read. If
/// something fails after GitHub has created the App, run the command again within an hour: it goes on from
/// there.
#[derive(Debug, clap::Args)]
#[command(after_help = after_help())]
pub(crate) struct Args {
    /// Public address at which the App will run, with https:// and its host
    ///
    /// GitHub sends webhooks to /webhook below it, and browsers to /signed-in. Needed unless --code is given.
    #[arg(long, value_name = "URL")]
    url: Option<PublicUrl>,
    /// Organisation that will own the App [default: your own account]
    #[arg(long, value_name = "NAME")]
    org: Option<String>,
    /// Name of the App, unique on GitHub; you can change it in the browser
    #[arg(long, value_name = "NAME", default_value = "Countersign")]
    name: String,
    /// Also ask for the permissions and events of the timeline of rights
    #[arg(long)]
    rights: bool,
    /// Address of GitHub's API; https://HOST/api/v3 for an Enterprise server
    #[arg(long, value_name = "URL", env = "COUNTERSIGN_API_URL", default_value = GITHUB_COM)]
    api_url: String,
    /// Address of the form on this machine
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8081")]
    listen: SocketAddr,
    /// Also write the form to this file, to open it on another machine
    #[arg(long, value_name = "FILE")]
    form: Option<PathBuf>,
    /// Code from GitHub's redirect, if the App was created already
    #[arg(long, value_name = "CODE")]
    code: Option<String>,
    /// File for the settings and secrets
    #[arg(long, short, value_name = "FILE", default_value = "countersign.env")]
    output: PathBuf,
    /// Print the settings and secrets instead of writing a file
    #[arg(long, conflicts_with = "output")]
    print: bool,
}

pub(crate) fn run(args: &Args, console: Console) -> Result<Exit, Failure> {
    let server = Server::new(&args.api_url).map_err(|error| Failure::new(Exit::Usage, error))?;
    if !args.print {
        check_output(&args.output)?;
    }
    let pending = Pending::beside(&args.output);
    let code = match (&args.code, pending.read()) {
        (Some(code), _) if is_code(code) => code.clone(),
        (Some(_), _) => return Err(Failure::usage("a code consists of letters and digits")),
        (None, Some(code)) => {
            console.detail("going on with the App that GitHub created before");
            code
        }
        (None, None) => ask(args, &server)?,
    };
    pending.keep(&code, console);
    let created = block_on(async {
        let created = convert_manifest(&server, &code).await;
        created.map_err(|error| not_created(&pending, error))
    })?;
    let settings = Settings::new(&created, &args.api_url, GITHUB_COM);
    if args.print {
        output::print(settings.text().as_bytes())?;
    } else if let Err(failure) = settings.write(&args.output) {
        // GitHub shows the secrets only once.
        console.warn(&format!(
            "{:#}; the settings follow on stdout",
            failure.error
        ));
        output::print(settings.text().as_bytes())?;
    }
    pending.remove();
    finish(args, &created)?;
    Ok(Exit::Done)
}

/// Fails now if the settings could not be written later, or if there are some already.
fn check_output(path: &Path) -> Result<(), Failure> {
    if path.exists() {
        return Err(Failure::usage(format!("{} exists already", path.display()))
            .hint("check the App that it is for: countersign doctor; or name another file with --output"));
    }
    output::check_writable(path)
}

/// Shows the form, and waits for the code.
fn ask(args: &Args, server: &Server) -> Result<String, Failure> {
    let url = args.url.as_ref().ok_or_else(|| {
        Failure::usage("the public address of the App is missing")
            .hint("give one like --url https://countersign.example")
    })?;
    let mut manifest = Manifest::new()?;
    if args.rights {
        manifest = manifest.with_rights();
    }
    let action = match &args.org {
        None => format!("{}/settings/apps/new", server.web()),
        Some(name) if is_login(name) => {
            format!("{}/organizations/{name}/settings/apps/new", server.web())
        }
        Some(name) => {
            let message = format!("{name:?} is not the name of an organisation");
            return Err(Failure::usage(message).hint("give the name in its address on GitHub"));
        }
    };
    block_on(async {
        let listener = TcpListener::bind(args.listen)
            .await
            .with_context(|| format!("cannot listen on {}", args.listen));
        let listener = listener.map_err(|error| {
            Failure::storage(error).hint("name another address: --listen 127.0.0.1:8082")
        })?;
        let address = listener.local_addr().map_err(Failure::storage)?;
        let form = ManifestForm {
            action,
            manifest: manifest.json(&args.name, url, &format!("http://{address}/created")),
            state: random_text()?,
        };
        if let Some(path) = &args.form {
            output::write_file(path, form.page().as_bytes())?;
        }
        output::print(
            format!("Open this address in a browser:\n  http://{address}/\n").as_bytes(),
        )?;
        output::print(
            b"If the browser cannot come back here, paste the address at which it ends.\n",
        )?;
        wait::for_code(listener, form).await
    })
}

fn is_login(name: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    !name.is_empty() && name.bytes().all(fits)
}

fn random_text() -> Result<String, Failure> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)
        .map_err(|error| Failure::storage(anyhow!("cannot draw a random number: {error}")))?;
    Ok(HEXLOWER.encode(&bytes))
}

fn not_created(pending: &Pending, error: GithubError) -> Failure {
    let hint = match &error {
        GithubError::NotFound { .. } => {
            pending.remove();
            "start again: a code works once and for one hour; delete an App that is left over on GitHub"
        }
        _ => "run the same command again within an hour: it goes on from here",
    };
    Failure::new(Exit::NoneRead, error).hint(hint)
}

/// What to do next.
fn finish(args: &Args, created: &CreatedApp) -> Result<(), Failure> {
    let (name, id, install) = (&created.name, created.id, created.install_url());
    let name = output::printable(name);
    let text = if args.print {
        format!("# Install {name} (App {id}): {install}\n")
    } else {
        let file = args.output.display();
        let from = match args.output.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => file.to_string(),
            _ => format!("./{file}"),
        };
        format!(
            "GitHub created {name} (App {id}). Its settings and secrets are in {file}.\n\
             Install it:  {install}\n\
             Check it:    (set -a; . {from}; countersign doctor)\n\
             Run it:      (set -a; . {from}; countersign serve --dry-run)\n"
        )
    };
    output::print(text.as_bytes())
}
