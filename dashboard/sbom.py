"""The software bill of materials: every package of this installation, as CycloneDX 1.6 has it."""

import re
from datetime import datetime
from importlib.metadata import Distribution, distributions
from typing import Any


def bill(now: datetime) -> dict[str, Any]:
    """One component per installed package, by name. Run it in the environment that serves: what is installed there is what it lists."""
    installed = {_name(found): found for found in distributions()}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"timestamp": now.isoformat(timespec="seconds"), "component": {"type": "application", "name": "ipasn-dashboard"}},
        "components": [_component(name, found) for name, found in sorted(installed.items())],
    }


def _name(found: Distribution) -> str:
    """The name as the registry compares names."""
    return re.sub(r"[-_.]+", "-", found.metadata["Name"]).lower()


def _component(name: str, found: Distribution) -> dict[str, Any]:
    address = f"pkg:pypi/{name}@{found.version}"
    component = {"type": "library", "bom-ref": address, "name": name, "version": found.version, "purl": address}
    licence = found.metadata.json.get("license_expression")
    return {**component, "licenses": [{"expression": licence}]} if licence else component
