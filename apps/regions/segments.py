"""A cell of an address column cut into places: «Kec. Cibodas Kota Tangerang» is two."""

from dataclasses import dataclass, replace

from apps.regions.codes import DISTRICT, PROVINCE, REGENCY, VILLAGE
from apps.regions.spelling import HOUSE, SEPARATOR, Spelling, spelling_of, words_of

LEVEL_WORDS = {
    **dict.fromkeys(["kelurahan", "kel", "desa", "ds", "kalurahan"], VILLAGE),
    **dict.fromkeys(["kecamatan", "kec", "kapanewon", "distrik"], DISTRICT),
    **dict.fromkeys(["kota", "kodya", "kotamadya", "kabupaten", "kab"], REGENCY),
    **dict.fromkeys(["provinsi", "propinsi", "prov", "prop"], PROVINCE),
}
REGENCY_WORDS = {"kabupaten", "kab"}
FILLERS = {"adm", "administrasi", "administratif", "madya"}


@dataclass(frozen=True, slots=True)
class Segment:
    """One name in a cell, the column it stood in, and the level it says it has (or 0)."""

    spelling: Spelling
    column: int
    hint: int = 0
    is_regency: bool | None = None

    @property
    def level(self) -> int:
        return self.hint or self.column


Reading = tuple[Segment, ...]


def readings(text: str, column: int) -> list[Reading]:
    """The cell as one name, and as names between level words and separators."""
    text = HOUSE.sub(" ", text)
    parts = [words for part in SEPARATOR.split(text) if (words := words_of(part))]
    whole = [word for part in parts for word in part]
    if not whole:
        return []
    split = tuple(segment for part in parts for segment in _segments(part, column))
    return list(dict.fromkeys([(Segment(spelling_of(whole), column),), split]))


def split_tail(segment: Segment, places: int) -> Reading:
    """The segment cut in two, the last `places` words standing for themselves."""
    words = list(segment.spelling.words)
    head, tail = spelling_of(words[:-places]), spelling_of(words[-places:])
    return (replace(segment, spelling=head), Segment(tail, segment.column))


def _segments(words: list[str], column: int) -> list[Segment]:
    """Cut before each level word that a name follows."""
    found: list[Segment] = []
    name: list[str] = []
    hint, is_regency = 0, None
    for place, word in enumerate(words):
        if word in LEVEL_WORDS and place + 1 < len(words):
            if name:
                found.append(Segment(spelling_of(name), column, hint, is_regency))
            name, hint = [], LEVEL_WORDS[word]
            is_regency = word in REGENCY_WORDS if hint == REGENCY else None
        elif name or word not in FILLERS:
            name.append(word)
    if name:
        found.append(Segment(spelling_of(name), column, hint, is_regency))
    return found
