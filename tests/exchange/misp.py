"""MISP events against PyMISP, its schema and the published templates."""

import collections
import json
import sys
from pathlib import Path

import jsonschema
import pymisp

DATA = Path(pymisp.__file__).parent / "data"
# The one that knows objects.
SCHEMA = json.loads((DATA / "schema-lax.json").read_text(encoding="utf-8"))
TYPES = json.loads((DATA / "describeTypes.json").read_text(encoding="utf-8"))["result"]
RELATIONS = json.loads((DATA / "misp-objects/relationships/definition.json").read_text(encoding="utf-8"))
RELATIONS = {one["name"] for one in RELATIONS["values"]}


def template(name):
    """A published template."""
    path = DATA / "misp-objects/objects" / name / "definition.json"
    return json.loads(path.read_text(encoding="utf-8"))


def check_object(one):
    """What an object has that its template has not, or the other way round."""
    wanted = template(one.name)
    said = (one.template_uuid, int(one.template_version), getattr(one, "meta-category"), one.description)
    published = (wanted["uuid"], wanted["version"], wanted["meta-category"], wanted["description"])
    if said != published:
        yield f"{one.name} is of template {said}, published is {published}"
    used = collections.Counter(attribute.object_relation for attribute in one.attributes)
    for relation, times in used.items():
        field = wanted["attributes"].get(relation)
        if field is None:
            yield f"{one.name} has no {relation}"
        elif times > 1 and not field.get("multiple"):
            yield f"{one.name} has {times} of {relation}"
    for attribute in one.attributes:
        field = wanted["attributes"].get(attribute.object_relation, {})
        if field.get("misp-attribute") != attribute.type:
            yield f"{one.name}.{attribute.object_relation} is of type {attribute.type}"
    any_of = wanted.get("requiredOneOf") or used
    if not any(relation in used for relation in any_of):
        yield f"{one.name} has none of {any_of}"


def check(path):
    """The number of objects and attributes, and everything that is wrong."""
    with open(path, encoding="utf-8") as file:
        raw = json.load(file)
    wrong = [error.message for error in jsonschema.Draft4Validator(SCHEMA).iter_errors(raw)]
    event = pymisp.MISPEvent()
    event.load_file(path)
    attributes = event.attributes + [one for it in event.objects for one in it.attributes]
    uuids = [it.uuid for it in event.objects] + [it.uuid for it in attributes]
    if len(set(uuids)) != len(uuids):
        wrong.append("a uuid comes twice")
    values = [(one.type, one.value) for one in event.attributes]
    if len(set(values)) != len(values):
        wrong.append("a value comes twice, which MISP refuses")
    for one in attributes:
        if one.type not in TYPES["category_type_mappings"][one.category]:
            wrong.append(f"{one.type} is not of the category {one.category}")
        if not any(tag.name.startswith("tlp:") for tag in one.tags):
            wrong.append(f"{one.uuid} has no TLP")
        if not one.value.strip():
            wrong.append(f"{one.uuid} is empty")
    known = {one.uuid for one in event.objects}
    for one in event.objects:
        wrong += check_object(one)
        for reference in one.references:
            if reference.referenced_uuid not in known or reference.relationship_type not in RELATIONS:
                wrong.append(f"{one.uuid} {reference.relationship_type} {reference.referenced_uuid}")
    if (str(event.distribution), str(event.threat_level_id)) != ("0", "4") or event.published:
        wrong.append("it goes further than the own organisation, or is a threat")
    return len(event.objects), len(event.attributes), sum(one.to_ids for one in attributes), wrong


def main():
    """Checks the files named on the command line."""
    objects = attributes = detectable = 0
    failed = False
    for path in sys.argv[1:]:
        more_objects, more_attributes, more_detectable, wrong = check(path)
        objects += more_objects
        attributes += more_attributes
        detectable += more_detectable
        for message in wrong:
            failed = True
            print(f"{path}: {message}", file=sys.stderr)
    print(
        f"misp: {len(sys.argv) - 1} files, {objects} objects, {attributes} attributes outside objects, "
        f"{detectable} for detection"
    )
    sys.exit(failed)


main()
