"""Whether DuckDB finds the people of an export that the store found.

    same.py EXPORT PEOPLE.csv

PEOPLE.csv has two columns: an identifier, and the smallest of those that are one person with it.
"""

import sys

import duckdb

from components import people


def main(export, csv):
    connection = duckdb.connect()
    rounds = people(connection, export)
    connection.execute(
        f"CREATE TABLE store AS SELECT hash::UUID AS hash, person::UUID AS person FROM read_csv('{csv}')"
    )
    all_of, sizes = connection.execute(
        "SELECT count(*), list_sort(list(n)) FROM (SELECT count(*) AS n FROM store GROUP BY person)"
    ).fetchone()
    differ = connection.execute(
        """SELECT coalesce(store.hash, person.hash), store.person, person.person
        FROM store FULL JOIN person ON store.hash = person.hash
        WHERE store.person IS DISTINCT FROM person.person ORDER BY 1"""
    ).fetchall()
    print(f"{all_of} people in {rounds} rounds, the largest of {sizes[-1]} identifiers: {len(differ)} differ")
    for row in differ[:10]:
        print("error: identifier, by the store, by DuckDB:", *row, file=sys.stderr)
    return 1 if differ or all_of < 100 else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
