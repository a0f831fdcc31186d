//! The repositories on disk, made and read by the `git` program in a clean environment.

use std::collections::HashMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{LazyLock, Mutex, PoisonError};

/// The environment of every `git` here: without settings of a user, without prompts.
pub(crate) const ENVIRONMENT: &[(&str, &str)] = &[
    ("GIT_CONFIG_GLOBAL", "/dev/null"),
    ("GIT_CONFIG_NOSYSTEM", "1"),
    ("GIT_TERMINAL_PROMPT", "0"),
    ("GIT_CONFIG_COUNT", "4"),
    ("GIT_CONFIG_KEY_0", "safe.directory"),
    ("GIT_CONFIG_VALUE_0", "*"),
    ("GIT_CONFIG_KEY_1", "uploadpack.allowFilter"),
    ("GIT_CONFIG_VALUE_1", "true"),
    ("GIT_CONFIG_KEY_2", "uploadpack.allowAnySHA1InWant"),
    ("GIT_CONFIG_VALUE_2", "true"),
    ("GIT_CONFIG_KEY_3", "gc.auto"),
    ("GIT_CONFIG_VALUE_3", "0"),
];

/// Makes an empty bare repository where there is none.
pub(crate) fn ensure(path: &Path) {
    if path.join("HEAD").exists() {
        return;
    }
    let _ = std::fs::create_dir_all(path);
    let arguments = [
        "init",
        "--quiet",
        "--bare",
        "--template=",
        "--initial-branch=main",
        ".",
    ];
    must(path, &arguments, b"");
}

/// What `git` prints, `None` where it fails.
pub(crate) fn ask(path: &Path, arguments: &[&str]) -> Option<Vec<u8>> {
    let output = run(path, arguments, b"").ok()?;
    output.status.success().then_some(output.stdout)
}

/// The same, cached: for questions about objects, which never change.
pub(crate) fn ask_once(path: &Path, arguments: &[&str]) -> Option<Vec<u8>> {
    type Answers = HashMap<(PathBuf, Vec<String>), Option<Vec<u8>>>;
    const MOST: usize = 10_000;
    static ANSWERS: LazyLock<Mutex<Answers>> = LazyLock::new(Mutex::default);
    let words = arguments.iter().map(|word| (*word).to_owned()).collect();
    let question = (path.to_owned(), words);
    let answers = || ANSWERS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(answer) = answers().get(&question) {
        return answer.clone();
    }
    let answer = ask(path, arguments);
    let mut answers = answers();
    if answers.len() >= MOST {
        answers.clear();
    }
    answers.insert(question, answer.clone());
    answer
}

/// # Panics
/// When `git` fails; the story cannot go on.
pub(crate) fn must(path: &Path, arguments: &[&str], input: &[u8]) -> Vec<u8> {
    match run(path, arguments, input) {
        Ok(output) if output.status.success() => output.stdout,
        Ok(output) => panic!(
            "git {arguments:?} failed: {}",
            String::from_utf8_lossy(&output.stderr)
        ),
        Err(error) => panic!("git cannot be run: {error}"),
    }
}

fn run(path: &Path, arguments: &[&str], input: &[u8]) -> std::io::Result<std::process::Output> {
    let mut command = Command::new("git");
    command
        .args(arguments)
        .current_dir(path)
        .env_remove("GIT_DIR")
        .envs(ENVIRONMENT.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn()?;
    let stdin = child.stdin.take();
    std::thread::scope(|scope| {
        // A program that fails early does not read its input; its exit status says so.
        scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(input)));
        child.wait_with_output()
    })
}

/// Id of what `name` stands for: a branch, a full reference or an id.
pub(crate) fn resolve(path: &Path, name: &str) -> Option<String> {
    if let Some(id) = look_up(path, name) {
        return Some(id);
    }
    let name = format!("{name}^{{commit}}");
    let arguments = [
        "rev-parse",
        "--verify",
        "--quiet",
        "--end-of-options",
        &name,
    ];
    let printed = String::from_utf8(ask(path, &arguments)?).ok()?;
    Some(printed.trim().to_owned())
}

/// The same without a process, where a file says it.
fn look_up(path: &Path, name: &str) -> Option<String> {
    let is_id = |text: &str| text.len() == 40 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_id(name) {
        let (folder, file) = name.split_at(2);
        let object = path.join("objects").join(folder).join(file);
        return object.exists().then(|| name.to_owned());
    }
    if name.is_empty() || name.contains("..") {
        return None;
    }
    let file = match name.starts_with("refs/") {
        true => path.join(name),
        false => path.join("refs/heads").join(name),
    };
    let id = std::fs::read_to_string(file).ok()?;
    is_id(id.trim()).then(|| id.trim().to_owned())
}

/// Lets a reference name a commit that is there.
pub(crate) fn point(path: &Path, reference: &str, id: &str) {
    let file = path.join(reference);
    if let Some(folder) = file.parent() {
        let _ = std::fs::create_dir_all(folder);
    }
    if let Err(error) = std::fs::write(&file, format!("{id}\n")) {
        panic!("{reference} cannot be written: {error}");
    }
}

/// Commits of `head` that `base` lacks, both by id.
pub(crate) fn count(path: &Path, base: Option<&str>, head: &str) -> u64 {
    let range = base.map_or_else(|| head.to_owned(), |base| format!("{base}..{head}"));
    let printed = ask_once(path, &["rev-list", "--count", &range]).unwrap_or_default();
    let printed = String::from_utf8_lossy(&printed).into_owned();
    printed.trim().parse().unwrap_or(0)
}

/// A file that differs since two commits.
pub(crate) struct Changed {
    /// Git's letter for what happened to it.
    pub(crate) status: String,
    pub(crate) path: String,
    /// The hunks; `None` where the file is not text.
    pub(crate) patch: Option<String>,
}

/// Each file that differs since the two, by id, parted.
pub(crate) fn changed(path: &Path, base: &str, head: &str) -> Vec<Changed> {
    let range = format!("{base}...{head}");
    let ask = |arguments: &[&str]| {
        let arguments = [&["diff", "--no-renames"], arguments, &[&range]].concat();
        let printed = ask_once(path, &arguments).unwrap_or_default();
        String::from_utf8_lossy(&printed).into_owned()
    };
    let (names, patches) = (ask(&["--name-status", "-z"]), ask(&["--no-color"]));
    let mut fields = names.split('\0').map(str::to_owned);
    // Both list the same files in the same order. No line of a hunk begins like this.
    let patches = format!("\n{patches}");
    let mut patches = patches.split("\ndiff --git ").skip(1).map(|file| {
        let start = file.find("\n@@ ")? + 1;
        Some(file[start..].trim_end_matches('\n').to_owned())
    });
    let mut files = Vec::new();
    while let (Some(status), Some(path)) = (fields.next(), fields.next()) {
        let patch = patches.next().flatten();
        files.push(Changed {
            status,
            path,
            patch,
        });
    }
    files
}
