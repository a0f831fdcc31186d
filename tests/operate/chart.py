"""Lints the Helm chart, renders it in several ways, and validates what comes out against the schemas of Kubernetes."""

import sys

import kubernetes_validate
import yaml
from helm_python.chart import Chart, lint

KUBERNETES = ["1.27", "1.34"]
NEEDED = {"appId": "12345", "secretName": "countersign"}
EVERYTHING = {
    **NEEDED,
    "dryRun": True,
    "remember": True,
    "keepDays": "730",
    "policy": 'min_level = "urgent"\n',
    "image": {"repository": "registry.example/countersign", "digest": "sha256:" + "0" * 64},
    "imagePullSecrets": [{"name": "registry"}],
    "ingress": {"enabled": True, "className": "nginx", "annotations": {"a": "b"}},
    "networkPolicy": {"from": [{"namespaceSelector": {"matchLabels": {"a": "b"}}}], "databasePort": 6432},
}
NOTHING = {**NEEDED, "networkPolicy": {"enabled": False}, "podDisruptionBudget": {"enabled": False}}


def objects(chart, values):
    rendered = chart.render(values=values, name="release", namespace="default")
    for name, text in sorted(rendered.items()):
        for document in yaml.safe_load_all(text):
            if document is not None:
                yield name, document


def containers(document):
    template = document.get("spec", {}).get("template", {}).get("spec", {})
    return template, template.get("containers", [])


def hardened(name, document):
    """Every container is harmless: nobody's user, read-only root, no capabilities."""
    pod, all_containers = containers(document)
    for container in all_containers:
        security = container["securityContext"]
        assert pod["securityContext"]["runAsNonRoot"] is True, name
        assert pod["automountServiceAccountToken"] is False, name
        assert security["readOnlyRootFilesystem"] is True, name
        assert security["allowPrivilegeEscalation"] is False, name
        assert security["capabilities"]["drop"] == ["ALL"], name
        assert container["resources"]["limits"]["memory"], name


def main(path):
    report = lint(path, NEEDED, strict=True)
    problems = [message for message in report["messages"] if message["severity"] > 1]
    assert not problems and not report["errors"], (problems, report["errors"])
    with Chart.load(path) as chart:
        for values, kinds in [(NEEDED, 8), (EVERYTHING, 10), (NOTHING, 4)]:
            found = list(objects(chart, values))
            assert len(found) == kinds, [document["kind"] for _, document in found]
            for name, document in found:
                hardened(name, document)
                for version in KUBERNETES:
                    kubernetes_validate.validate(document, version, strict=True)
        for missing in NEEDED:
            values = {key: value for key, value in NEEDED.items() if key != missing}
            try:
                chart.render(values=values, name="release")
            except Exception as error:
                assert f"set {missing}" in str(error), error
            else:
                raise AssertionError(f"the chart renders without {missing}")
    print(f"the chart is right for Kubernetes {' and '.join(KUBERNETES)}")


main(sys.argv[1])
