"""Checks that every folder in .github/dependabot.yml holds a manifest, and that those folders are all that hold one."""

import pathlib
import re
import subprocess
import sys

MANIFESTS = {
    "Cargo.lock": "cargo",
    "package.json": "npm",
    "requirements.txt": "pip",
}


def listed(settings):
    """The folders of every ecosystem, from the few kinds of lines that the file has."""
    found = {}
    ecosystem = None
    for line in settings.splitlines():
        if match := re.fullmatch(r"\s*- package-ecosystem: (\S+)", line):
            ecosystem = match[1]
        elif match := re.fullmatch(r'\s*(?:directory:|-) "?/(\S*?)"?', line):
            found.setdefault(ecosystem, set()).add(match[1])
    return found


def main():
    folders = listed(pathlib.Path(".github/dependabot.yml").read_text(encoding="utf-8"))
    folders.pop("github-actions")
    files = subprocess.run(
        ["git", "ls-files", *(f":(glob)**/{name}" for name in MANIFESTS)],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    there = {}
    for file in map(pathlib.PurePosixPath, files):
        # A benchmark keeps the versions that its published figures were measured with.
        if "benches" in file.parts:
            continue
        folder = str(file.parent)
        there.setdefault(MANIFESTS[file.name], set()).add("" if folder == "." else folder)
    if folders != there:
        print(f"error: .github/dependabot.yml lists {folders}, the repository has {there}", file=sys.stderr)
        sys.exit(1)
    print(f"dependency updates look into {sum(map(len, folders.values()))} folders, as many as have manifests")


if __name__ == "__main__":
    main()
