"""Where a row lies: its own area columns, else what its address says, matched to a region."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext as _

from apps.businesses.identifiers import Finding, Level, is_blank, tidy
from apps.imports.cleaning.notes import remark, warning

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
    codes = [str(code) for code in answer.findings]
    proposed = answer.alternatives[0].code if answer.alternatives else None
    found, known = [], sentences()
    for code in codes:
        said = known.get(code)
        if said and code.endswith(("_unsure", "_unknown")):
            found.append(warning(code, said % {"text": text}, proposed))
        elif said:
            found.append(remark(code, said % {"text": text}))
    if not answer.code and not any(finding.level == Level.WARNING for finding in found):
        message = _("No area could be told from «%(text)s».") % {"text": text}
        found.append(warning("region.unknown", message, proposed))
    return tuple(found)


def sentences() -> dict[str, str]:
    """The codes of `apps.regions.findings` in words."""
    unsure = _("«%(text)s»: several places may be meant. None was taken.")
    return {
        "region.swapped_levels": _(
            "Village and district stood in each other's column."
        ),
        "region.other_column": _(
            "The name of an area stood in the column of another level."
        ),
        "region.two_levels_in_one_cell": _("One cell names two levels of area."),
        "region.village_not_in_district": _(
            "«%(text)s»: this village lies in another district."
        ),
        "region.outside_scope": _("«%(text)s» lies outside the area of the list."),
        "region.village_unknown": _("«%(text)s»: the village was not found."),
        "region.district_unknown": _("«%(text)s»: the district was not found."),
        "region.city_unknown": _("«%(text)s»: the city or regency was not found."),
        "region.village_unsure": unsure,
        "region.district_unsure": unsure,
        "region.city_unsure": unsure,
    }
