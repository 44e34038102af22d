"""Which column is which field: by its head, then by the pattern of its values.

Pure. One field may have several columns where that makes sense (two phone columns); of
others the surer head wins and the rest stay unmapped, kept only in the raw cells.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from apps.businesses.identifiers import digits, is_blank
from apps.imports.headers import IGNORED, Meaning, letters, meaning_of
from apps.imports.layout import Table, column_index, column_letter
from ikmportal.spreadsheets import text_of

SEVERAL = {"phone", "product", "address", "note", "links", "licence", "commodity_group"}
SAMPLE = 200
MOST_OF_THEM = 0.6
STATED = 1_000  # surer than any guess
FIELDS = (
    *("owner_name", "nik", "sex", "birth_date", "phone", "email", "business_name"),
    *(
        "brand",
        "legal_form",
        "nib",
        "kbli",
        "kbli_version",
        "commodity_group",
        "product",
        "address",
    ),
    *(
        "village",
        "district",
        "city",
        "region_code",
        "licence",
        "pirt",
        "halal",
        "bpom",
        "trademark",
    ),
    *("sni", "competence", "workers_male", "workers_female", "workers", "investment"),
    *("sales", "production_value", "raw_material_value", "capacity", "unit", "year"),
    *("established_year", "channel", "status", "links", "note", "timestamp"),
    "agency",
)
IN_MONEY = ("investment", "sales", "production_value", "raw_material_value")
UNITS = (1, 1_000, 1_000_000)
EITHER = "commodity_or_product"
PATTERNS: list[tuple[str, Callable[[str], bool]]] = [
    ("nik", lambda text: bool(re.fullmatch(r"\d{16}", digits(text)))),
    ("nib", lambda text: bool(re.fullmatch(r"\d{13}", digits(text)))),
    ("phone", lambda text: bool(re.fullmatch(r"(\+?62|0)?8\d{7,11}", digits(text)))),
    ("email", lambda text: bool(re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text))),
]


@dataclass(frozen=True)
class Column:
    """A column that is understood. `multiplier` is 1000 under «(Rp.000)»."""

    index: int
    field: str
    label: str
    multiplier: int = 1
    monthly: bool = False

    @property
    def letter(self) -> str:
        return column_letter(self.index)


def map_columns(
    table: Table,
    is_commodity: Callable[[str], bool],
    stated: Mapping[str, str] | None = None,
    units: Mapping[str, int] | None = None,
) -> list[Column]:
    """The understood columns of a table, from left to right.

    `stated` and `units` are what somebody said, by the letter of the column: field or IGNORED,
    and what its amounts are multiplied with. They go before every guess.
    """
    meanings = {index: _meaning(label) for index, label in table.labels.items()}
    fields = {index: found for index, found in meanings.items() if found}
    _state(fields, stated or {})
    _settle_commodity(table, fields, is_commodity)
    _settle_names(table, fields)
    _by_values(table, fields)
    chosen = _without_rivals(fields)
    return [
        _column(index, chosen[index], table.labels.get(index, ""), units or {})
        for index in sorted(chosen)
    ]


def doubtful_columns(table: Table, stated: Mapping[str, str]) -> list[str]:
    """Letters of columns whose head means a product or a group, and nobody has said which."""
    doubtful = [
        column_letter(index)
        for index, label in table.labels.items()
        if (found := _meaning(label)) and found.field == EITHER
    ]
    return [letter for letter in doubtful if letter not in stated]


def _state(fields: dict[int, Meaning], stated: Mapping[str, str]) -> None:
    """What was said: of a field that has one column, no other is left to be guessed."""
    for name in stated.values():
        if name not in SEVERAL:
            for index in [i for i, m in fields.items() if m.field == name != IGNORED]:
                del fields[index]
    for letter, name in stated.items():
        fields[column_index(letter)] = Meaning(name, STATED)


def _meaning(label: str) -> Meaning | None:
    """A head joined of two rows means what it says whole, else what its lower row says."""
    if found := meaning_of(label):
        return found
    words = label.split()
    for start in range(1, len(words)):
        if found := meaning_of(" ".join(words[start:])):
            return Meaning(found.field, found.score - 5)
    return None


def _values(table: Table, index: int) -> list[str]:
    cells = (row.cells[index] for row in table.rows[:SAMPLE] if index < len(row.cells))
    return [text for cell in cells if not is_blank(text := text_of(cell))]


def _settle_commodity(
    table: Table, fields: dict[int, Meaning], is_commodity: Callable[[str], bool]
) -> None:
    """«Komoditi» and «Jenis Usaha» are a group or a product: their values tell."""
    for index, found in list(fields.items()):
        if found.field != EITHER:
            continue
        values = _values(table, index)
        groups = sum(is_commodity(value) for value in values)
        others = {m.field for i, m in fields.items() if i != index}
        group = groups * 2 >= len(values) if values else True
        name = "commodity_group" if group or "product" in others else "product"
        fields[index] = Meaning(name, found.score - 10)


def _settle_names(table: Table, fields: dict[int, Meaning]) -> None:
    """A bare «Nama» beside «Pemilik» is the name of the business."""
    named = {index for index, found in fields.items() if found.field == "owner_name"}
    business = any(found.field == "business_name" for found in fields.values())
    bare = {
        index
        for index in named
        if letters(table.labels.get(index, "")) in {"nama", "name"}
        and fields[index].score < STATED
    }
    if len(named) > 1 and bare and not business:
        fields[min(bare)] = Meaning("business_name", 80)


def _by_values(table: Table, fields: dict[int, Meaning]) -> None:
    """Columns without a readable head, by what most of their values look like."""
    width = max((len(row.cells) for row in table.rows[:SAMPLE]), default=0)
    taken = {found.field for found in fields.values()}
    for index in range(width):
        if index in fields:
            continue
        values = _values(table, index)
        for name, fits in PATTERNS:
            like = sum(map(fits, values))
            if name not in taken and like >= 3 and like >= MOST_OF_THEM * len(values):
                fields[index] = Meaning(name, 60)
                taken.add(name)
                break


def _without_rivals(fields: Mapping[int, Meaning]) -> dict[int, str]:
    """Of several columns of one field the surest; all of them where values can be joined."""
    counts = Counter(found.field for found in fields.values())
    chosen: dict[int, str] = {}
    for index, found in fields.items():
        name = found.field
        if name == IGNORED:
            continue
        rivals = [(m.score, -i) for i, m in fields.items() if m.field == name]
        if counts[name] == 1 or name in SEVERAL or (found.score, -index) == max(rivals):
            chosen[index] = name
    return chosen


def _column(index: int, field: str, label: str, units: Mapping[str, int]) -> Column:
    plain = label.casefold()
    multiplier = 1
    if re.search(r"rp\W*000|\(\W*000\W*\)|ribu|x\s*1[.,]?000\b", plain):
        multiplier = 1_000
    elif re.search(r"juta|\bjt\b", plain):
        multiplier = 1_000_000
    monthly = bool(re.search(r"bulan|\bbln\b", plain)) and field in {
        "sales",
        "production_value",
    }
    multiplier = units.get(column_letter(index), multiplier)
    return Column(index, field, label, multiplier, monthly)
