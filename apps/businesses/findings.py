"""What can be found in a value: a stable code, and a sentence in the reader's language."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db import models
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


def in_general(code: str) -> str:
    """The sentence of a kind of finding, with dots for what each value fills in."""
    text = re.sub(r"%\((\w+)\)[ds]", "…", str(KINDS[code].sentence))
    return text.replace("%%", "%")


class FindingsField(models.JSONField):
    """Codes of findings; to the database and to migrations a JSONField like any other."""

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs

    def in_words(self, codes: Iterable[str]) -> str:
        """What the history says of them; a code that is no longer known stands for itself."""
        return " ".join(in_general(c) if c in KINDS else c for c in codes) or "–"
