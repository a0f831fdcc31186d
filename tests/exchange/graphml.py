"""GraphML files against networkx."""

import collections
import sys

import networkx


def check(path):
    """The number of nodes by kind and of edges, and everything that is wrong."""
    graph = networkx.read_graphml(path)
    wrong = [f"{node} has no kind" for node, data in graph.nodes(data=True) if "kind" not in data]
    for one, other, data in graph.edges(data=True):
        if "kind" not in data:
            wrong.append(f"{one} to {other} has no kind")
    for node, data in graph.nodes(data=True):
        if data.get("kind") == "finding" and not (data["innocent"] and data["base_rate"]):
            wrong.append(f"{node} comes without its explanations")
    kinds = collections.Counter(data.get("kind") for _, data in graph.nodes(data=True))
    return kinds, graph.number_of_edges(), wrong


def main():
    """Checks the files named on the command line."""
    total, edges, failed = collections.Counter(), 0, False
    for path in sys.argv[1:]:
        kinds, more, wrong = check(path)
        total += kinds
        edges += more
        for message in wrong:
            failed = True
            print(f"{path}: {message}", file=sys.stderr)
    counts = ", ".join(f"{count} {kind}" for kind, count in sorted(total.items()))
    print(f"graphml: {len(sys.argv) - 1} files, {edges} edges, {total.total()} nodes: {counts}")
    sys.exit(failed)


main()
