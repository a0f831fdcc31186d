//! In which order files are looked at again: by what a change to them can do.

use countersign_facts::is_sensitive;
use schemars::JsonSchema;
use serde::Serialize;

/// What a file is for, as far as its path tells; what can do most comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// Releases, CI, and who is trusted.
    Release,
    /// What runs when somebody opens the folder.
    AutoRun,
    /// What is brought in.
    Dependencies,
    /// What builds.
    Build,
    /// What nobody can read.
    Opaque,
    /// Everything else that is no text for humans.
    Code,
    /// Documentation.
    Text,
}

/// A class in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Described {
    /// The class.
    pub class: Class,
    /// A heading.
    pub title: &'static str,
    /// Why it stands here.
    pub why: &'static str,
}

/// The order of looking, with the reason for each place in it.
pub const ORDER: [Described; 7] = [
    Described {
        class: Class::Release,
        title: "Releases, CI and trust",
        why: "decides what users get, with whose keys, and who may change it",
    },
    Described {
        class: Class::AutoRun,
        title: "Runs by itself",
        why: "runs on the machine of whoever opens or commits in the folder",
    },
    Described {
        class: Class::Dependencies,
        title: "Dependencies",
        why: "brings in code that nobody here wrote",
    },
    Described {
        class: Class::Build,
        title: "Build scripts",
        why: "runs on every machine that builds, and is read by few",
    },
    Described {
        class: Class::Opaque,
        title: "Packed and compiled files",
        why: "what a change to them brings, no reviewer can read",
    },
    Described {
        class: Class::Code,
        title: "Code and data",
        why: "everything else, most changed first",
    },
    Described {
        class: Class::Text,
        title: "Documentation",
        why: "read by people; commands in it are run by them",
    },
];

/// Folders, anywhere in a path, whose files are of a class.
const FOLDERS: [(&str, Class); 21] = [
    (".buildkite", Class::Release),
    (".ci", Class::Release),
    (".circleci", Class::Release),
    (".drone", Class::Release),
    (".gitea", Class::Release),
    (".forgejo", Class::Release),
    (".tekton", Class::Release),
    (".woodpecker", Class::Release),
    ("ci", Class::Release),
    (".cursor", Class::AutoRun),
    (".devcontainer", Class::AutoRun),
    (".githooks", Class::AutoRun),
    (".husky", Class::AutoRun),
    (".idea", Class::AutoRun),
    (".vscode", Class::AutoRun),
    ("node_modules", Class::Dependencies),
    ("vendor", Class::Dependencies),
    ("third_party", Class::Dependencies),
    ("build-aux", Class::Build),
    ("debian", Class::Build),
    ("packaging", Class::Build),
];

/// Names of files, lower case, that are of a class.
const FILES: [(&str, Class); 75] = [
    (".gitlab-ci.yml", Class::Release),
    (".mailmap", Class::Release),
    (".travis.yml", Class::Release),
    ("appveyor.yml", Class::Release),
    ("azure-pipelines.yml", Class::Release),
    ("bitbucket-pipelines.yml", Class::Release),
    ("codeowners", Class::Release),
    ("install.sh", Class::Release),
    ("jenkinsfile", Class::Release),
    ("keys", Class::Release),
    ("security.md", Class::Release),
    (".envrc", Class::AutoRun),
    (".gitattributes", Class::AutoRun),
    (".gitmodules", Class::Dependencies),
    (".npmrc", Class::Dependencies),
    (".pre-commit-config.yaml", Class::AutoRun),
    (".yarnrc.yml", Class::Dependencies),
    ("bun.lock", Class::Dependencies),
    ("bun.lockb", Class::Dependencies),
    ("cargo.lock", Class::Dependencies),
    ("cargo.toml", Class::Dependencies),
    ("composer.json", Class::Dependencies),
    ("composer.lock", Class::Dependencies),
    ("conanfile.py", Class::Dependencies),
    ("conanfile.txt", Class::Dependencies),
    ("deno.json", Class::Dependencies),
    ("deno.lock", Class::Dependencies),
    ("flake.lock", Class::Dependencies),
    ("flake.nix", Class::Dependencies),
    ("gemfile", Class::Dependencies),
    ("gemfile.lock", Class::Dependencies),
    ("go.mod", Class::Dependencies),
    ("go.sum", Class::Dependencies),
    ("mix.exs", Class::Dependencies),
    ("mix.lock", Class::Dependencies),
    ("package-lock.json", Class::Dependencies),
    ("package.json", Class::Dependencies),
    ("package.resolved", Class::Dependencies),
    ("package.swift", Class::Dependencies),
    ("packages.lock.json", Class::Dependencies),
    ("pipfile", Class::Dependencies),
    ("pipfile.lock", Class::Dependencies),
    ("pnpm-lock.yaml", Class::Dependencies),
    ("podfile", Class::Dependencies),
    ("podfile.lock", Class::Dependencies),
    ("poetry.lock", Class::Dependencies),
    ("pom.xml", Class::Dependencies),
    ("pubspec.lock", Class::Dependencies),
    ("pubspec.yaml", Class::Dependencies),
    ("pyproject.toml", Class::Dependencies),
    ("requirements.txt", Class::Dependencies),
    ("rust-toolchain.toml", Class::Dependencies),
    ("uv.lock", Class::Dependencies),
    ("vcpkg.json", Class::Dependencies),
    ("yarn.lock", Class::Dependencies),
    ("autogen.sh", Class::Build),
    ("bootstrap.sh", Class::Build),
    ("build", Class::Build),
    ("build.bazel", Class::Build),
    ("build.gradle", Class::Build),
    ("build.gradle.kts", Class::Build),
    ("build.rs", Class::Build),
    ("build.sh", Class::Build),
    ("build.zig", Class::Build),
    ("cmakelists.txt", Class::Build),
    ("configure", Class::Build),
    ("configure.ac", Class::Build),
    ("dockerfile", Class::Build),
    ("gnumakefile", Class::Build),
    ("justfile", Class::Build),
    ("makefile", Class::Build),
    ("meson.build", Class::Build),
    ("module.bazel", Class::Build),
    ("setup.cfg", Class::Build),
    ("setup.py", Class::Build),
];

/// Endings of names, lower case, that are of a class.
const ENDINGS: [(&str, Class); 52] = [
    (".csproj", Class::Dependencies),
    (".gemspec", Class::Dependencies),
    (".am", Class::Build),
    (".bzl", Class::Build),
    (".cmake", Class::Build),
    (".dockerfile", Class::Build),
    (".gradle", Class::Build),
    (".in", Class::Build),
    (".m4", Class::Build),
    (".mk", Class::Build),
    (".nix", Class::Build),
    (".props", Class::Build),
    (".spec", Class::Build),
    (".targets", Class::Build),
    (".vcxproj", Class::Build),
    (".7z", Class::Opaque),
    (".a", Class::Opaque),
    (".bin", Class::Opaque),
    (".br", Class::Opaque),
    (".bz2", Class::Opaque),
    (".class", Class::Opaque),
    (".dat", Class::Opaque),
    (".dll", Class::Opaque),
    (".dylib", Class::Opaque),
    (".elf", Class::Opaque),
    (".exe", Class::Opaque),
    (".gz", Class::Opaque),
    (".jar", Class::Opaque),
    (".ko", Class::Opaque),
    (".lib", Class::Opaque),
    (".lz", Class::Opaque),
    (".lz4", Class::Opaque),
    (".lzma", Class::Opaque),
    (".node", Class::Opaque),
    (".o", Class::Opaque),
    (".pack", Class::Opaque),
    (".pyc", Class::Opaque),
    (".rar", Class::Opaque),
    (".so", Class::Opaque),
    (".sqlite", Class::Opaque),
    (".tar", Class::Opaque),
    (".tgz", Class::Opaque),
    (".war", Class::Opaque),
    (".wasm", Class::Opaque),
    (".whl", Class::Opaque),
    (".xz", Class::Opaque),
    (".zip", Class::Opaque),
    (".adoc", Class::Text),
    (".md", Class::Text),
    (".org", Class::Text),
    (".rst", Class::Text),
    (".txt", Class::Text),
];

impl Class {
    /// The class of a path. Files that the heuristics guard come first, whatever their names.
    #[must_use]
    pub fn of(path: &[u8]) -> Self {
        let shown = String::from_utf8_lossy(path).to_lowercase();
        let (folder, file) = shown.rsplit_once('/').unwrap_or(("", &shown));
        let by_folder = || {
            let folders = folder.split('/');
            let known = |name: &str| FOLDERS.iter().find(|(known, _)| *known == name);
            folders.filter_map(known).map(|(_, class)| *class).min()
        };
        let by_name = || FILES.iter().find(|(known, _)| *known == file);
        let by_ending = || ENDINGS.iter().find(|(end, _)| file.ends_with(end));
        if is_sensitive(path) {
            return Self::Release;
        }
        by_folder()
            .or_else(|| by_name().map(|(_, class)| *class))
            .or_else(|| by_ending().map(|(_, class)| *class))
            .unwrap_or(Self::Code)
    }

    /// Whether a change can do more than its own code.
    #[must_use]
    pub fn is_sensitive(self) -> bool {
        self < Self::Code
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_do_most_comes_first() {
        for (path, class) in [
            (".github/workflows/release.yml", Class::Release),
            (".github/CODEOWNERS", Class::Release),
            ("allowed_signers", Class::Release),
            (".gitlab-ci.yml", Class::Release),
            (".vscode/tasks.json", Class::AutoRun),
            ("web/package-lock.json", Class::Dependencies),
            ("crates/a/Cargo.toml", Class::Dependencies),
            ("crates/a/build.rs", Class::Build),
            ("m4/build-to-host.m4", Class::Build),
            ("build-aux/manconv.sh", Class::Build),
            ("tests/files/bad-3-corrupt_lzma2.xz", Class::Opaque),
            ("src/main.rs", Class::Code),
            ("README.md", Class::Text),
        ] {
            assert_eq!(Class::of(path.as_bytes()), class, "{path}");
        }
    }

    #[test]
    fn the_order_is_that_of_the_classes() {
        assert!(ORDER.is_sorted_by_key(|one| one.class));
    }
}
