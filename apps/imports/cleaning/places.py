"""Where a row lies: its own area columns, else what its address says, matched to a region."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from apps.businesses.findings import Finding, Level, found
from apps.businesses.identifiers import is_blank, tidy

IN_ADDRESS = {
    "village": re.compile(
        r"\b(?:kel(?:urahan)?|ds|desa)\b\.?\s+([^,;()\d]+)", re.IGNORECASE
    ),
    "district": re.compile(r"\bkec(?:amatan)?\b\.?\s+([^,;()\d]+)", re.IGNORECASE),
    # Only after a comma and at the end: «Jl. Kota Bambu» is a street.
    "city": re.compile(
        r",\s*((?:kota|kab(?:upaten)?)\b\.?\s+[^,;()\d]+)$", re.IGNORECASE
    ),
}


class PlaceMatch(Protocol):
    """What `apps.regions.matching` answers: the deepest region that is sure or likely."""

    @property
    def code(self) -> str: ...
    @property
    def findings(self) -> Any: ...
    @property
    def alternatives(self) -> Any: ...


MatchPlace = Callable[[str, str, str], PlaceMatch]


@dataclass(frozen=True)
class Place:
    """The code of the smallest area known, "" if none, and what was found."""

    code: str = ""
    findings: tuple[Finding, ...] = ()


def read_place(
    given: dict[str, str], address: str, match: MatchPlace, *, default: str = ""
) -> Place:
    """The region of a row. `default` is what the title of the list says that all lie in."""
    texts = {
        level: "" if is_blank(text) else tidy(text) for level, text in given.items()
    }
    for level, pattern in IN_ADDRESS.items():
        if not texts.get(level) and (found := pattern.search(address)):
            whole = level == "city"
            texts[level] = found[1].strip() if whole else _until_next_level(found[1])
    village, district = texts.get("village", ""), texts.get("district", "")
    city = texts.get("city", "")
    if not (village or district or city):
        return Place(default)
    answer = match(village, district, city)
    return Place(answer.code or default, _findings(answer, [village, district, city]))


def _until_next_level(text: str) -> str:
    return re.split(
        r"\b(?:kec|kel|kota|kab|rt|rw|no|jl|jln|gg)\b", text, flags=re.IGNORECASE
    )[0].strip(" .-")


def _findings(answer: PlaceMatch, texts: list[str]) -> tuple[Finding, ...]:
    """What the matcher found odd, in words; a proposal where a level stayed open."""
    text = ", ".join(text for text in texts if text)[:80]
    proposed = answer.alternatives[0].code if answer.alternatives else None
    findings = []
    for code in map(str, answer.findings):
        doubt = code.endswith(("_unsure", "_unknown"))
        findings.append(found(code, proposed if doubt else None, text=text))
    if not answer.code and not any(each.level == Level.WARNING for each in findings):
        findings.append(found("region.unknown", proposed, text=text))
    return tuple(findings)
