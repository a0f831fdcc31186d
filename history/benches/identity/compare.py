"""Joins identities with gambit and with SortingHat's matching.

Reads lines of list, name and address (tabs between); writes lines of tool, list, seconds and a number
for each identity of the list, the same for those that were joined. The argument is the longest list
that gambit, which compares everybody with everybody, is given.
"""

import collections
import contextlib
import io
import sys
import time

import django
import pandas
from django.conf import settings
from gambit import disambiguate_aliases

settings.configure(
    INSTALLED_APPS=[
        "django.contrib.contenttypes",
        "django.contrib.auth",
        "sortinghat.core",
    ],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    MULTI_TENANT=False,
    MATCH_TRUSTED_SOURCES=[],
)
django.setup()

from sortinghat.core.models import Identity, Individual  # noqa: E402
from sortinghat.core.recommendations.matching import _find_matches  # noqa: E402


def gambit(rows):
    frame = pandas.DataFrame(rows, columns=["alias_name", "alias_email"])
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        joined = disambiguate_aliases(frame, method="gambit", thresh=0.95, sim="lev")
    numbers = {}
    return [numbers.setdefault(author, len(numbers)) for author in joined["author_id"]]


def sortinghat(rows, criteria, strict):
    people = []
    for place, (name, email) in enumerate(rows):
        individual = Individual(mk=str(place))
        people.append(
            Identity(
                uuid=str(place),
                name=name or None,
                email=email or None,
                source="git",
                individual=individual,
            )
        )
    matches = _find_matches(
        people,
        people,
        criteria,
        exclude=False,
        verbose=True,
        strict=strict,
        guess_github_user=not strict,
    )
    roots = list(range(len(rows)))

    def root(place):
        while roots[place] != place:
            place = roots[place]
        return place

    for one, others in matches.items():
        for other in others:
            a, b = root(int(one)), root(int(other))
            roots[max(a, b)] = min(a, b)
    return [root(place) for place in range(len(rows))]


def main():
    longest = int(sys.argv[1])
    lists = collections.defaultdict(list)
    for line in sys.stdin.buffer.read().decode("utf-8", "replace").split("\n"):
        if line:
            name, *row = line.split("\t")
            lists[name].append(tuple(row))
    tools = [
        ("gambit 1.0.5", gambit, longest),
        ("SortingHat 1.15.2, strict", lambda rows: sortinghat(rows, ["email", "name"], True), None),
        (
            "SortingHat 1.15.2, lax",
            lambda rows: sortinghat(rows, ["email", "name", "username"], False),
            None,
        ),
    ]
    for tool, join, most in tools:
        for name, rows in lists.items():
            if most is not None and len(rows) > most:
                continue
            start = time.monotonic()
            clusters = join(rows)
            seconds = time.monotonic() - start
            print(tool, name, seconds, ",".join(map(str, clusters)), sep="\t")


main()
