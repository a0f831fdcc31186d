"""Checks the compose file for what a machine without Docker can see: its form, and that names lead somewhere."""

import sys

import yaml


def main(path):
    with open(path, encoding="utf-8") as file:
        whole = yaml.safe_load(file)
    services = whole["services"]
    for name, service in services.items():
        for other in service.get("depends_on", {}):
            assert other in services, f"{name} waits for {other}"
        for secret in service.get("secrets", []):
            assert secret in whole["secrets"], f"{name} uses {secret}"
        for volume in service.get("volumes", []):
            assert volume.split(":")[0] in whole["volumes"], f"{name} mounts {volume}"
        if name != "database":
            assert service["read_only"] and service["cap_drop"] == ["ALL"], name
        for port in service.get("ports", []):
            assert port.startswith("127.0.0.1:"), f"{name} listens for everyone: {port}"
    print(f"the compose file has {len(services)} services")


main(sys.argv[1])
