"""SARIF logs against the standard's JSON schema and GitHub's limits."""

import collections
import gzip
import hashlib
import json
import sys

import jsonschema

# Of the schema that the npm package has: 2.1.0-rtm.5, the standard's.
SCHEMA_SHA256 = "2d99159ae54a3eea97f81781cff48780548657c35949f4b7f25e99a2ba4de4f8"
# Source: docs.github.com, "SARIF results exceed one or more limits" and "SARIF results file is too large".
MOST_BYTES = 10 * 1024 * 1024
MOST_RESULTS = 25_000
MOST_SHOWN = 5_000
MOST_LOCATIONS = 100
MOST_TAGS = 10


def check(path, validator):
    """The number of results by level, and everything that is wrong."""
    with open(path, "rb") as file:
        text = file.read()
    log = json.loads(text)
    wrong = [f"{list(error.path)}: {error.message[:200]}" for error in validator.iter_errors(log)]
    if len(gzip.compress(text)) > MOST_BYTES:
        wrong.append("too large for GitHub")
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    if len(run["results"]) > min(MOST_RESULTS, MOST_SHOWN):
        wrong.append("too many results")
    for rule in rules:
        if len(rule["properties"]["tags"]) > MOST_TAGS:
            wrong.append(f"{rule['id']} has too many tags")
        if max(len(rule[key]["text"]) for key in ("shortDescription", "fullDescription")) > 1024:
            wrong.append(f"{rule['id']} is described at too much length")
    levels = collections.Counter()
    prints = collections.Counter()
    for result in run["results"]:
        levels[result["level"]] += 1
        prints[result["partialFingerprints"]["primaryLocationLineHash"]] += 1
        if rules[result["ruleIndex"]]["id"] != result["ruleId"]:
            wrong.append(f"{result['ruleId']} is another rule's result")
        if not 1 <= len(result["locations"]) <= MOST_LOCATIONS:
            wrong.append(f"{result['ruleId']} has {len(result['locations'])} locations")
        said = result["message"]["text"]
        if any(mark in said for mark in ("{", "}", "](")):
            wrong.append(f"a message holds a placeholder or link: {said}")
        if result["level"] == "error" and result["properties"]["level"] != "urgent":
            wrong.append(f"{result['ruleId']} is an error below urgent")
    if prints and max(prints.values()) > 1:
        wrong.append("two results have one fingerprint")
    return levels, len(rules), wrong


def main():
    """Checks the files after the schema on the command line."""
    with open(sys.argv[1], "rb") as file:
        schema = file.read()
    if hashlib.sha256(schema).hexdigest() != SCHEMA_SHA256:
        sys.exit(f"{sys.argv[1]} is not the schema that was looked at")
    formats = jsonschema.FormatChecker()
    validator = jsonschema.Draft4Validator(json.loads(schema), format_checker=formats)
    total, most_rules, failed = collections.Counter(), 0, False
    for path in sys.argv[2:]:
        levels, rules, wrong = check(path, validator)
        total += levels
        most_rules = max(rules, most_rules)
        for message in wrong:
            failed = True
            print(f"{path}: {message}", file=sys.stderr)
    counts = ", ".join(f"{count} {level}" for level, count in sorted(total.items()))
    print(f"sarif: {len(sys.argv) - 2} files, up to {most_rules} rules, {total.total()} results: {counts}")
    sys.exit(failed)


main()
