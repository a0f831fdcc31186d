"""Who is one person with whom, over an export of any size, in DuckDB's SQL.

    python components.py EXPORT PEOPLE.parquet [--memory 8GB] [--threads N] [--scratch FOLDER]

writes a table of two columns: `hash`, an identifier, and `person`, the same for all identifiers of one
person (the smallest of their hashes). It says of two identifiers what `Store::component` says of them:
a rare name joins unless two accounts would become one, and what somebody parted is not walked.

Each round every identifier takes the smallest of itself and its neighbours, and the graph shrinks to
those that were taken. Hashes are random numbers, so each round leaves about half of the identifiers,
whatever the graph looks like; a path of a million takes 27 rounds.
"""

import argparse
import json
import sys
import time
from pathlib import Path

import duckdb


class Components:
    """A graph's components by contraction, in tables named after the graph."""

    def __init__(self, connection, say=lambda text: None):
        self.connection = connection
        self.say = say
        self.rounds = 0

    def label(self, edges, labels):
        """Makes the table `labels` (v, label) of everything that the table `edges` (a, b) joins.

        Takes the table `edges` apart.
        """
        sql = self.connection.execute
        picks = []
        while True:
            count = sql(f"SELECT count(*) FROM {edges}").fetchone()[0]
            self.say(f"{edges}: {count} joins")
            if count == 0:
                break
            pick = f"{labels}_pick_{len(picks)}"
            sql(
                f"""CREATE TABLE {pick} AS
                SELECT v, least(v, min(w)) AS label
                FROM (SELECT a AS v, b AS w FROM {edges} UNION ALL SELECT b, a FROM {edges})
                GROUP BY v"""
            )
            sql(
                f"""CREATE TABLE {edges}_next AS
                SELECT DISTINCT least(x.label, y.label) AS a, greatest(x.label, y.label) AS b
                FROM {edges} JOIN {pick} x ON a = x.v JOIN {pick} y ON b = y.v
                WHERE x.label <> y.label"""
            )
            sql(f"DROP TABLE {edges}")
            sql(f"ALTER TABLE {edges}_next RENAME TO {edges}")
            picks.append(pick)
        sql(f"DROP TABLE {edges}")
        self.rounds += len(picks)
        # Back from the smallest graph to the first.
        sql(f"CREATE TABLE {labels} (v UUID, label UUID)")
        for pick in reversed(picks):
            sql(
                f"""CREATE TABLE {labels}_next AS
                SELECT {pick}.v AS v, coalesce(l.label, {pick}.label) AS label
                FROM {pick} LEFT JOIN {labels} l ON l.v = {pick}.label"""
            )
            sql(f"DROP TABLE {labels}")
            sql(f"DROP TABLE {pick}")
            sql(f"ALTER TABLE {labels}_next RENAME TO {labels}")


def uuid(column):
    """A hash of 16 bytes as the 16-byte type that DuckDB joins and sorts fastest."""
    return f"hex({column})::UUID"


def people(connection, export, say=lambda text: None):
    """Makes the table `person` (hash UUID, person UUID) of an export. Returns the number of rounds."""
    sql = connection.execute
    components = Components(connection, say)
    manifest = json.loads((Path(export) / "_countersign.json").read_text())
    tables = {table["name"] for table in manifest["tables"]}

    def read(table):
        return f"read_parquet('{export}/{table}/**/*.parquet', hive_partitioning = false)"

    # The operator's separations hold for all viewers, an installation's only for itself.
    applicable = "installation IS NULL"
    if manifest["installation"] is not None:
        applicable += f" OR installation = {int(manifest['installation'])}"
    sql(
        f"""CREATE TABLE known AS
        SELECT {uuid('hash')} AS hash, kind = 'name' AS is_name, kind = 'account' AS is_account
        FROM {read('people')}"""
    )
    # One row a pair, however many sources say so.
    sql(
        f"""CREATE TABLE pair AS
        SELECT DISTINCT {uuid('a')} AS a, {uuid('b')} AS b FROM {read('edges')}"""
    )
    if "partings" in tables:
        sql(
            f"""DELETE FROM pair WHERE (a, b) IN
            (SELECT ({uuid('a')}, {uuid('b')}) FROM {read('partings')} WHERE {applicable})"""
        )
    say(f"{sql('SELECT count(*) FROM known').fetchone()[0]} identifiers")
    # Parts: what is joined by anything but names.
    sql("CREATE TABLE name AS SELECT hash FROM known WHERE is_name")
    sql(
        """CREATE TABLE strong AS SELECT a, b FROM pair
        WHERE a NOT IN (SELECT hash FROM name) AND b NOT IN (SELECT hash FROM name)"""
    )
    sql(
        """CREATE TABLE weak AS SELECT a, b FROM pair
        WHERE a IN (SELECT hash FROM name) OR b IN (SELECT hash FROM name)"""
    )
    sql("DROP TABLE pair")
    components.label("strong", "part")
    # Names join parts without accounts with each other and with at most one part that has one.
    sql(
        """CREATE TABLE named AS SELECT DISTINCT coalesce(x.label, a) AS a, coalesce(y.label, b) AS b
        FROM weak LEFT JOIN part x ON a = x.v LEFT JOIN part y ON b = y.v"""
    )
    sql("DROP TABLE weak")
    sql(
        """CREATE TABLE owner AS SELECT DISTINCT coalesce(label, hash) AS part
        FROM known LEFT JOIN part ON v = hash WHERE is_account"""
    )
    sql(
        """CREATE TABLE loose AS SELECT a, b FROM named
        WHERE a NOT IN (SELECT part FROM owner) AND b NOT IN (SELECT part FROM owner) AND a <> b"""
    )
    components.label("loose", "between")
    sql(
        """CREATE TABLE reached AS
        SELECT coalesce(label, loose) AS label, min(owned) AS owned, count(DISTINCT owned) AS owners
        FROM (
            SELECT a AS loose, b AS owned FROM named UNION ALL SELECT b, a FROM named
        ) LEFT JOIN between ON v = loose
        WHERE owned IN (SELECT part FROM owner) AND loose NOT IN (SELECT part FROM owner)
        GROUP BY 1"""
    )
    sql(
        """CREATE TABLE person AS
        WITH labelled AS (
            SELECT hash, coalesce(part.label, hash) AS part,
                coalesce(between.label, part.label, hash) AS loose
            FROM known LEFT JOIN part ON part.v = hash
            LEFT JOIN between ON between.v = coalesce(part.label, hash)
        ), classed AS (
            SELECT hash, CASE WHEN owners IS NULL THEN loose WHEN owners = 1 THEN owned ELSE part END
                AS class
            FROM labelled LEFT JOIN reached ON reached.label = loose
        ), least AS (SELECT class, min(hash) AS person FROM classed GROUP BY class)
        SELECT hash, person FROM classed JOIN least USING (class)"""
    )
    for table in ["known", "name", "part", "named", "owner", "between", "reached"]:
        sql(f"DROP TABLE {table}")
    return components.rounds


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("export")
    parser.add_argument("output")
    parser.add_argument("--memory", default="8GB", help="memory DuckDB may take [default: 8GB]")
    parser.add_argument("--threads", type=int, help="threads [default: one a processor]")
    parser.add_argument("--scratch", help="folder for what does not fit into memory [default: beside OUTPUT]")
    args = parser.parse_args()
    start = time.monotonic()

    def say(text):
        print(f"{time.monotonic() - start:8.1f} s  {text}", file=sys.stderr, flush=True)

    scratch = args.scratch or f"{args.output}.scratch"
    connection = duckdb.connect()
    connection.execute(f"SET memory_limit = '{args.memory}'")
    connection.execute(f"SET temp_directory = '{scratch}'")
    connection.execute("SET preserve_insertion_order = false")
    if args.threads:
        connection.execute(f"SET threads = {args.threads}")
    rounds = people(connection, args.export, say=say)
    connection.execute(
        f"""COPY (
            SELECT unhex(replace(hash::VARCHAR, '-', '')) AS hash,
                unhex(replace(person::VARCHAR, '-', '')) AS person
            FROM person
        ) TO '{args.output}' (FORMAT parquet)"""
    )
    persons, largest = connection.execute(
        "SELECT count(*), max(n) FROM (SELECT count(*) AS n FROM person GROUP BY person)"
    ).fetchone()
    say(f"{persons} people in {rounds} rounds, the largest of {largest} identifiers")


if __name__ == "__main__":
    main()
