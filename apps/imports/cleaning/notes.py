"""What cleaning has to say about a row: findings with the field that they are about."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from apps.businesses.findings import Finding, sentence
from apps.imports.cleaning import kinds  # noqa: F401  whoever says a note has its words


@dataclass(frozen=True, slots=True)
class Note:
    """A finding about one field of a row."""

    field: str
    finding: Finding

    def as_json(self) -> dict[str, Any]:
        """As a row keeps it: its sentence is made anew for each reader."""
        return {
            "field": self.field,
            "code": self.finding.code,
            "level": str(self.finding.level),
            "proposed": self.finding.proposed,
            "params": dict(self.finding.params),
        }


def said(finding: Mapping[str, Any]) -> str:
    """The sentence of a stored finding; the oldest ones were stored with theirs."""
    if "params" not in finding:
        return str(finding.get("message", ""))
    return sentence(finding["code"], finding["params"])
