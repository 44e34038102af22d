"""What cleaning has to say about a row: findings with the field that they are about."""

from dataclasses import dataclass
from typing import Any

from apps.businesses.identifiers import Finding, Level


@dataclass(frozen=True)
class Note:
    """A finding about one field of a row."""

    field: str
    finding: Finding

    def as_json(self) -> dict[str, Any]:
        found = self.finding
        return {
            "field": self.field,
            "code": found.code,
            "level": str(found.level),
            "proposed": found.proposed,
            "message": found.message,
        }


def warning(code: str, message: str, proposed: str | None = None) -> Finding:
    return Finding(code, Level.WARNING, message, proposed)


def error(code: str, message: str, proposed: str | None = None) -> Finding:
    return Finding(code, Level.ERROR, message, proposed)


def remark(code: str, message: str, proposed: str | None = None) -> Finding:
    return Finding(code, Level.INFO, message, proposed)
