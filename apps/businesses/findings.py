"""What can be found in a value: a stable code, and a sentence in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise


class Level(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True)
class Kind:
    level: Level
    sentence: str | Promise


KINDS: dict[str, Kind] = {}


def declare(level: Level, sentences: Mapping[str, str | Promise]) -> None:
    """Add kinds of findings: by code the sentence, whose places a finding fills."""
    KINDS.update({code: Kind(level, text) for code, text in sentences.items()})


@dataclass(frozen=True, slots=True)
class Finding:
    """What is to be said about a value. It is stored as its code and parameters."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    proposed: str | None = None

    @property
    def level(self) -> Level:
        return KINDS[self.code].level

    @property
    def message(self) -> str:
        return sentence(self.code, self.params)


def found(code: str, proposed: str | None = None, /, **params: Any) -> Finding:
    return Finding(code, params, proposed)


def sentence(code: str, params: Mapping[str, Any]) -> str:
    return str(KINDS[code].sentence) % params
