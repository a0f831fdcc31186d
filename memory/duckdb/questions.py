"""Asks DuckDB about an export, and whether the answers are those of the program that wrote it.

    questions.py EXPORT ROWS REMEMBERED COMMITS ORGANISATION...

ROWS is a file with what `export` printed, REMEMBERED how many people `scan --remember` said there are,
COMMITS how many commits git counts in the clones, ORGANISATION whose these are.
"""

import sys

import duckdb

from components import people


def main(export, rows, remembered, commits, organisations):
    connection = duckdb.connect()
    failures = []

    def read(table):
        return f"read_parquet('{export}/{table}/**/*.parquet', hive_partitioning = true)"

    def ask(query):
        return connection.execute(query).fetchall()

    def expect(what, found, wanted):
        print(f"{what}: {found}")
        if found != wanted:
            failures.append(f"{what}: {found}, not {wanted}")

    with open(rows) as lines:
        printed = {name: int(count.replace(",", "")) for count, name in map(str.split, lines)}
    counted = {table: ask(f"SELECT count(*) FROM {read(table)}")[0][0] for table in printed}
    expect("rows", counted, printed)
    wrong = {
        table: ask(f"SELECT count(*) FROM {read(table)} WHERE bucket <> left(lower(hex({column})), 1)")[0][0]
        for table, column in [("people", "hash"), ("edges", "a"), ("appearances", "identifier")]
    }
    expect("rows in a wrong bucket", wrong, dict.fromkeys(wrong, 0))
    addresses = {}
    for table in printed:
        columns = ask(f"DESCRIBE SELECT * FROM {read(table)}")
        for name in [column for column, kind, *_ in columns if kind == "VARCHAR"]:
            query = f"SELECT count(*) FROM {read(table)} WHERE regexp_matches({name}, '[[:alnum:]]@[[:alnum:]]')"
            addresses[f"{table}.{name}"] = ask(query)[0][0]
    expect("addresses", {name: n for name, n in addresses.items() if n}, {})

    people(connection, export)
    lost = ask(
        f"""SELECT count(*) FROM {read('edges')} JOIN person x ON x.hash = hex(a)::UUID
        JOIN person y ON y.hash = hex(b)::UUID WHERE x.person <> y.person AND anchor"""
    )
    expect("anchors whose ends are two people", lost[0][0], 0)
    appear = f"""SELECT person.person AS person, organisation
        FROM {read('appearances')} JOIN person ON person.hash = hex(identifier)::UUID
        JOIN {read('sources')} ON number = source"""
    expect("people", ask(f"SELECT count(DISTINCT person) FROM ({appear})")[0][0], remembered)
    both = ask(
        f"""SELECT count(*) FROM (
            SELECT person FROM ({appear}) GROUP BY person HAVING count(DISTINCT organisation) > 1)"""
    )[0][0]
    print(f"people in more than one organisation: {both}")
    if not both:
        failures.append("nobody is in more than one organisation")

    expect("commits", counted["commits"], commits)
    named = ask(f"SELECT DISTINCT organisation FROM {read('commits')} ORDER BY 1")
    expect("organisations", [name for name, in named], sorted(organisations))
    unknown = ask(
        f"""SELECT count(*) FROM {read('commits')}
        WHERE author IS NOT NULL AND author NOT IN (SELECT hash FROM {read('people')})"""
    )
    expect("authors who are not among the people", unknown[0][0], 0)
    elsewhere = ask(
        f"SELECT count(*) FROM {read('commits')} WHERE place NOT IN (SELECT place FROM {read('sources')})"
    )
    expect("commits of no source", elsewhere[0][0], 0)
    # Each commit's author time is one of its author's moments.
    lost = ask(
        f"""SELECT count(*) FROM {read('commits')} c JOIN {read('sources')} s USING (place)
        WHERE author IS NOT NULL AND author_seconds IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM {read('appearances')} a
            WHERE a.identifier = c.author AND a.source = s.number
            AND list_contains(a.authored, c.author_seconds))"""
    )
    expect("commits that are no moment of their author", lost[0][0], 0)
    for failure in failures:
        print(f"error: {failure}", file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    export, rows, remembered, commits, *organisations = sys.argv[1:]
    sys.exit(main(export, rows, int(remembered.replace(",", "")), int(commits), organisations))
