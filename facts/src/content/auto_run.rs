//! Added lines that run without being asked for: when a folder is opened, a package installed, a change
//! committed, a pull request sent.

use std::ops::Range;

use super::super::path::Parts;
use super::commands::is_telling;
use super::excerpt;

/// How something comes to run without being asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AutoRun {
    /// An editor's task that starts when the folder is opened, and fetches or disguises what it runs.
    DisguisedFolderTask,
    /// Any other editor's task that starts when the folder is opened.
    FolderTask,
    /// An editor's setting that lets such tasks start without asking.
    FolderTasksAllowed,
    /// A package manager's script that runs on installing, and fetches or decodes what it runs.
    InstallScript,
    /// A hook of git that fetches or decodes what it runs.
    GitHook,
    /// A command of a development container that fetches or decodes what it runs.
    ContainerCommand,
    /// A hook of a coding agent that fetches or decodes what it runs.
    AgentHook,
    /// A script that builds or installs the package and fetches what it runs.
    BuildScript,
    /// A workflow that runs foreign pull requests with the repository's own rights.
    ForeignCheckout,
}

type Found = (AutoRun, u32, Box<str>);

/// Keys of `package.json` that run on `npm install` (npm documentation, "scripts"), and pnpm's own.
const INSTALL_SCRIPTS: [&str; 8] = [
    "install",
    "pnpm:devPreinstall",
    "postinstall",
    "postprepare",
    "preinstall",
    "prepare",
    "preprepare",
    "prepublish",
];
/// Folders that `core.hooksPath` is usually set to.
const HOOK_FOLDERS: [&str; 4] = [".git-hooks", ".githooks", ".husky", "githooks"];
/// What reaches the network in a `build.rs` or `setup.py`.
const NETWORK: [&str; 14] = [
    "\"curl\"",
    "\"wget\"",
    "'curl'",
    "'wget'",
    "TcpStream::connect",
    "attohttpc::",
    "curl::easy",
    "httpx.get(",
    "minreq::",
    "requests.get(",
    "reqwest::",
    "ureq::",
    "urlopen(",
    "urlretrieve(",
];
/// What runs something there.
const RUNS: [&str; 8] = [
    "Command::new(",
    "Library::new(",
    "Popen(",
    "eval(",
    "exec(",
    "os.system(",
    "subprocess.call(",
    "subprocess.run(",
];

/// Looks for one way to run in the added lines of a file.
type Search = fn(&[(u32, &str)]) -> Vec<Found>;

/// Whether a file may start something by itself.
pub(super) fn is_read(parts: &Parts<'_>) -> bool {
    search(parts).is_some()
}

/// What the added lines of a file start by themselves.
pub(super) fn find(parts: &Parts<'_>, added: &[(u32, &str)]) -> Vec<Found> {
    search(parts).map_or_else(Vec::new, |search| search(added))
}

fn search(parts: &Parts<'_>) -> Option<Search> {
    let file = parts.file.to_lowercase();
    let is_in = |name: &str| parts.folder.split('/').any(|folder| folder == name);
    Some(match &*file {
        "tasks.json" if is_in(".vscode") => folder_tasks,
        "settings.json" if is_in(".vscode") => allowed,
        "settings.json" if is_in(".claude") => |added| telling(AutoRun::AgentHook, added),
        "package.json" => install_scripts,
        "devcontainer.json" | ".devcontainer.json" => {
            |added| telling(AutoRun::ContainerCommand, added)
        }
        "build.rs" | "setup.py" => build_script,
        _ if file.ends_with(".code-workspace") => {
            |added| [folder_tasks(added), allowed(added)].concat()
        }
        _ if HOOK_FOLDERS.iter().any(|folder| is_in(folder)) => {
            |added| telling(AutoRun::GitHook, added)
        }
        _ if parts.is_below(".github/workflows") => foreign_checkout,
        _ => return None,
    })
}

/// Whether a line is a remark and not run.
fn is_comment(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("//") || line.starts_with('#') || line.starts_with('*')
}

fn live<'a>(added: &'a [(u32, &'a str)]) -> impl Iterator<Item = (u32, &'a str)> + Clone {
    let lines = added.iter().copied();
    lines.filter(|(_, line)| !is_comment(line))
}

/// Every line that fetches, decodes or disguises.
fn telling(what: AutoRun, added: &[(u32, &str)]) -> Vec<Found> {
    live(added)
        .filter(|(_, line)| is_telling(line))
        .map(|(number, line)| (what, number, excerpt(line, 0)))
        .collect()
}

/// Tasks with `"runOn": "folderOpen"`; the lines around, up to the braces that hold a command, say what
/// runs.
fn folder_tasks(added: &[(u32, &str)]) -> Vec<Found> {
    let lines: Vec<_> = live(added).collect();
    let mut text = String::new();
    let mut starts = Vec::new();
    for (_, line) in &lines {
        starts.push(text.len());
        text += line;
        text.push('\n');
    }
    let opens = lines
        .iter()
        .zip(&starts)
        .filter_map(|((number, line), start)| {
            let at = line.find("\"folderOpen\"")?;
            let task = around(&text, start + at);
            let what = if is_telling(&text[task.clone()].replace('\n', " ")) {
                AutoRun::DisguisedFolderTask
            } else {
                AutoRun::FolderTask
            };
            let mut in_task = lines
                .iter()
                .zip(&starts)
                .filter(|(_, start)| task.contains(start));
            let command = in_task.find(|((_, line), _)| line.contains("\"command\""));
            let quoted = command.map_or(*line, |((_, line), _)| *line);
            Some((what, *number, excerpt(quoted, 0)))
        });
    opens.collect()
}

fn allowed(added: &[(u32, &str)]) -> Vec<Found> {
    live(added)
        .filter(|(_, line)| value_of(line, "task.allowAutomaticTasks").is_some_and(|on| on == "on"))
        .map(|(number, line)| (AutoRun::FolderTasksAllowed, number, excerpt(line, 0)))
        .collect()
}

fn install_scripts(added: &[(u32, &str)]) -> Vec<Found> {
    let lines = live(added).flat_map(|(number, line)| {
        let scripts = INSTALL_SCRIPTS.iter();
        let telling = scripts
            .filter_map(move |key| value_of(line, key))
            .filter(|command| is_telling(command));
        telling.map(move |command| (AutoRun::InstallScript, number, excerpt(command, 0)))
    });
    lines.collect()
}

/// Lines that fetch, where others run something.
fn build_script(added: &[(u32, &str)]) -> Vec<Found> {
    let holds = |line: &str, words: &[&str]| words.iter().any(|word| line.contains(word));
    let runs = live(added).filter(|(_, line)| holds(line, &RUNS));
    let fetches = live(added).filter(|(_, line)| holds(line, &NETWORK));
    let others = |number: u32| runs.clone().any(|(other, _)| other != number);
    fetches
        .filter(|(number, _)| others(*number))
        .map(|(number, line)| (AutoRun::BuildScript, number, excerpt(line, 0)))
        .take(1)
        .collect()
}

/// A workflow for `pull_request_target` that checks out what the pull request brings.
fn foreign_checkout(added: &[(u32, &str)]) -> Vec<Found> {
    let mut lines = live(added);
    if !lines
        .clone()
        .any(|(_, line)| line.contains("pull_request_target"))
    {
        return Vec::new();
    }
    let foreign = [
        "github.event.pull_request.head.",
        "github.head_ref",
        "refs/pull/",
    ];
    let checkout = lines.find(|(_, line)| {
        let key = line.trim_start().trim_start_matches("- ");
        (key.starts_with("ref:") || key.starts_with("repository:"))
            && foreign.iter().any(|head| key.contains(head))
    });
    let found = checkout.map(|(number, line)| (AutoRun::ForeignCheckout, number, excerpt(line, 0)));
    found.into_iter().collect()
}

/// The text value of a JSON key in a line, as written between its quotation marks.
fn value_of<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    let start = line.find(&format!("\"{key}\""))? + key.len() + 2;
    let value = line[start..].trim_start().strip_prefix(':')?;
    let value = value.trim_start().strip_prefix('"')?;
    let mut escaped = false;
    let end = value.find(|c| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    });
    Some(&value[..end.unwrap_or(value.len())])
}

/// The innermost braces around the byte `at` that hold a command; the whole text where none do, as when
/// only some lines of a task are new.
fn around(text: &str, at: usize) -> Range<usize> {
    let mut open = Vec::new();
    let mut spans = Vec::new();
    let mut quoted = false;
    let mut escaped = false;
    for (position, byte) in text.bytes().enumerate() {
        match byte {
            b'"' if !escaped => quoted = !quoted,
            b'{' if !quoted => open.push(position),
            b'}' if !quoted => {
                let start = open.pop();
                spans.extend(start.map(|start| start..position + 1));
            }
            _ => {}
        }
        escaped = byte == b'\\' && !escaped;
    }
    let holding = spans.into_iter().filter(|span| span.contains(&at));
    let mut tasks = holding.filter(|span| text[span.clone()].contains("\"command\""));
    tasks.next().unwrap_or(0..text.len())
}
