//! The order in which files are reviewed: by what a change to them can do.

use countersign_facts::is_sensitive;
use schemars::JsonSchema;
use serde::Serialize;

/// What a file is for, judged by its path. Files that can do the most harm come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Class")]
pub enum FileClass {
    /// Releases, CI, and the list of trusted people and keys.
    Release,
    /// Runs when someone opens the folder.
    AutoRun,
    /// Code from elsewhere.
    Dependencies,
    /// Builds the project.
    Build,
    /// Cannot be read by a reviewer.
    Opaque,
    /// Everything else except documentation.
    Code,
    /// Documentation.
    Text,
}

/// A class in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Described")]
pub struct ClassDescription {
    /// The class.
    pub class: FileClass,
    /// A heading.
    pub title: &'static str,
    /// Why it has this place in the order.
    pub why: &'static str,
}

/// The order of review, with the reason for each place in it.
pub const ORDER: [ClassDescription; 7] = [
    ClassDescription {
        class: FileClass::Release,
        title: "Releases, CI and trust",
        why: "decides what users get, with whose keys, and who may change it",
    },
    ClassDescription {
        class: FileClass::AutoRun,
        title: "Runs automatically",
        why: "runs on the machine of anyone who opens the folder or commits in it",
    },
    ClassDescription {
        class: FileClass::Dependencies,
        title: "Dependencies",
        why: "brings in code from elsewhere",
    },
    ClassDescription {
        class: FileClass::Build,
        title: "Build scripts",
        why: "runs on every machine that builds, and few people read it",
    },
    ClassDescription {
        class: FileClass::Opaque,
        title: "Packed and compiled files",
        why: "reviewers cannot read what a change to them brings",
    },
    ClassDescription {
        class: FileClass::Code,
        title: "Code and data",
        why: "everything else, most changed first",
    },
    ClassDescription {
        class: FileClass::Text,
        title: "Documentation",
        why: "people run the commands in it",
    },
];

/// Folders, anywhere in a path, with the class of their files.
const FOLDERS: [(&str, FileClass); 21] = [
    (".buildkite", FileClass::Release),
    (".ci", FileClass::Release),
    (".circleci", FileClass::Release),
    (".drone", FileClass::Release),
    (".gitea", FileClass::Release),
    (".forgejo", FileClass::Release),
    (".tekton", FileClass::Release),
    (".woodpecker", FileClass::Release),
    ("ci", FileClass::Release),
    (".cursor", FileClass::AutoRun),
    (".devcontainer", FileClass::AutoRun),
    (".githooks", FileClass::AutoRun),
    (".husky", FileClass::AutoRun),
    (".idea", FileClass::AutoRun),
    (".vscode", FileClass::AutoRun),
    ("node_modules", FileClass::Dependencies),
    ("vendor", FileClass::Dependencies),
    ("third_party", FileClass::Dependencies),
    ("build-aux", FileClass::Build),
    ("debian", FileClass::Build),
    ("packaging", FileClass::Build),
];

/// File names in lower case, with their class.
const FILES: [(&str, FileClass); 75] = [
    (".gitlab-ci.yml", FileClass::Release),
    (".mailmap", FileClass::Release),
    (".travis.yml", FileClass::Release),
    ("appveyor.yml", FileClass::Release),
    ("azure-pipelines.yml", FileClass::Release),
    ("bitbucket-pipelines.yml", FileClass::Release),
    ("codeowners", FileClass::Release),
    ("install.sh", FileClass::Release),
    ("jenkinsfile", FileClass::Release),
    ("keys", FileClass::Release),
    ("security.md", FileClass::Release),
    (".envrc", FileClass::AutoRun),
    (".gitattributes", FileClass::AutoRun),
    (".gitmodules", FileClass::Dependencies),
    (".npmrc", FileClass::Dependencies),
    (".pre-commit-config.yaml", FileClass::AutoRun),
    (".yarnrc.yml", FileClass::Dependencies),
    ("bun.lock", FileClass::Dependencies),
    ("bun.lockb", FileClass::Dependencies),
    ("cargo.lock", FileClass::Dependencies),
    ("cargo.toml", FileClass::Dependencies),
    ("composer.json", FileClass::Dependencies),
    ("composer.lock", FileClass::Dependencies),
    ("conanfile.py", FileClass::Dependencies),
    ("conanfile.txt", FileClass::Dependencies),
    ("deno.json", FileClass::Dependencies),
    ("deno.lock", FileClass::Dependencies),
    ("flake.lock", FileClass::Dependencies),
    ("flake.nix", FileClass::Dependencies),
    ("gemfile", FileClass::Dependencies),
    ("gemfile.lock", FileClass::Dependencies),
    ("go.mod", FileClass::Dependencies),
    ("go.sum", FileClass::Dependencies),
    ("mix.exs", FileClass::Dependencies),
    ("mix.lock", FileClass::Dependencies),
    ("package-lock.json", FileClass::Dependencies),
    ("package.json", FileClass::Dependencies),
    ("package.resolved", FileClass::Dependencies),
    ("package.swift", FileClass::Dependencies),
    ("packages.lock.json", FileClass::Dependencies),
    ("pipfile", FileClass::Dependencies),
    ("pipfile.lock", FileClass::Dependencies),
    ("pnpm-lock.yaml", FileClass::Dependencies),
    ("podfile", FileClass::Dependencies),
    ("podfile.lock", FileClass::Dependencies),
    ("poetry.lock", FileClass::Dependencies),
    ("pom.xml", FileClass::Dependencies),
    ("pubspec.lock", FileClass::Dependencies),
    ("pubspec.yaml", FileClass::Dependencies),
    ("pyproject.toml", FileClass::Dependencies),
    ("requirements.txt", FileClass::Dependencies),
    ("rust-toolchain.toml", FileClass::Dependencies),
    ("uv.lock", FileClass::Dependencies),
    ("vcpkg.json", FileClass::Dependencies),
    ("yarn.lock", FileClass::Dependencies),
    ("autogen.sh", FileClass::Build),
    ("bootstrap.sh", FileClass::Build),
    ("build", FileClass::Build),
    ("build.bazel", FileClass::Build),
    ("build.gradle", FileClass::Build),
    ("build.gradle.kts", FileClass::Build),
    ("build.rs", FileClass::Build),
    ("build.sh", FileClass::Build),
    ("build.zig", FileClass::Build),
    ("cmakelists.txt", FileClass::Build),
    ("configure", FileClass::Build),
    ("configure.ac", FileClass::Build),
    ("dockerfile", FileClass::Build),
    ("gnumakefile", FileClass::Build),
    ("justfile", FileClass::Build),
    ("makefile", FileClass::Build),
    ("meson.build", FileClass::Build),
    ("module.bazel", FileClass::Build),
    ("setup.cfg", FileClass::Build),
    ("setup.py", FileClass::Build),
];

/// Endings of file names in lower case, with their class.
const ENDINGS: [(&str, FileClass); 52] = [
    (".csproj", FileClass::Dependencies),
    (".gemspec", FileClass::Dependencies),
    (".am", FileClass::Build),
    (".bzl", FileClass::Build),
    (".cmake", FileClass::Build),
    (".dockerfile", FileClass::Build),
    (".gradle", FileClass::Build),
    (".in", FileClass::Build),
    (".m4", FileClass::Build),
    (".mk", FileClass::Build),
    (".nix", FileClass::Build),
    (".props", FileClass::Build),
    (".spec", FileClass::Build),
    (".targets", FileClass::Build),
    (".vcxproj", FileClass::Build),
    (".7z", FileClass::Opaque),
    (".a", FileClass::Opaque),
    (".bin", FileClass::Opaque),
    (".br", FileClass::Opaque),
    (".bz2", FileClass::Opaque),
    (".class", FileClass::Opaque),
    (".dat", FileClass::Opaque),
    (".dll", FileClass::Opaque),
    (".dylib", FileClass::Opaque),
    (".elf", FileClass::Opaque),
    (".exe", FileClass::Opaque),
    (".gz", FileClass::Opaque),
    (".jar", FileClass::Opaque),
    (".ko", FileClass::Opaque),
    (".lib", FileClass::Opaque),
    (".lz", FileClass::Opaque),
    (".lz4", FileClass::Opaque),
    (".lzma", FileClass::Opaque),
    (".node", FileClass::Opaque),
    (".o", FileClass::Opaque),
    (".pack", FileClass::Opaque),
    (".pyc", FileClass::Opaque),
    (".rar", FileClass::Opaque),
    (".so", FileClass::Opaque),
    (".sqlite", FileClass::Opaque),
    (".tar", FileClass::Opaque),
    (".tgz", FileClass::Opaque),
    (".war", FileClass::Opaque),
    (".wasm", FileClass::Opaque),
    (".whl", FileClass::Opaque),
    (".xz", FileClass::Opaque),
    (".zip", FileClass::Opaque),
    (".adoc", FileClass::Text),
    (".md", FileClass::Text),
    (".org", FileClass::Text),
    (".rst", FileClass::Text),
    (".txt", FileClass::Text),
];

impl FileClass {
    /// The class of a path. Files that the heuristics guard are always `Release`.
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

    /// Whether a change can affect more than the program's own code.
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
            (".github/workflows/release.yml", FileClass::Release),
            (".github/CODEOWNERS", FileClass::Release),
            ("allowed_signers", FileClass::Release),
            (".gitlab-ci.yml", FileClass::Release),
            (".vscode/tasks.json", FileClass::AutoRun),
            ("web/package-lock.json", FileClass::Dependencies),
            ("crates/a/Cargo.toml", FileClass::Dependencies),
            ("crates/a/build.rs", FileClass::Build),
            ("m4/build-to-host.m4", FileClass::Build),
            ("build-aux/manconv.sh", FileClass::Build),
            ("tests/files/bad-3-corrupt_lzma2.xz", FileClass::Opaque),
            ("src/main.rs", FileClass::Code),
            ("README.md", FileClass::Text),
        ] {
            assert_eq!(FileClass::of(path.as_bytes()), class, "{path}");
        }
    }

    #[test]
    fn the_order_is_that_of_the_classes() {
        assert!(ORDER.is_sorted_by_key(|one| one.class));
    }
}
