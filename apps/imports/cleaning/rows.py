"""A row of cells to a Record: each field read by its own rule, nothing invented.

Pure: what the rules need to know of the world comes as `Surroundings`.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace

from apps.businesses.findings import found
from apps.businesses.identifiers import (
    contradictions,
    digits,
    is_blank,
    read_kbli,
    read_nik,
    read_phones,
    tidy,
)
from apps.imports.cleaning.amounts import (
    read_capacity,
    read_count,
    read_money,
    times_twelve,
)
from apps.imports.cleaning.codes import (
    channel_in_column,
    channel_of,
    legal_form_of,
    sex_of,
    status_of,
)
from apps.imports.cleaning.dates import names_no_day, read_date, read_year
from apps.imports.cleaning.given import Spellings, key, put_given
from apps.imports.cleaning.masking import mask, without_numbers
from apps.imports.cleaning.permits import Permit, read_permits
from apps.imports.cleaning.places import MatchPlace, Place, read_place
from apps.imports.cleaning.record import COUNTS, MONEY, Record
from apps.imports.layout import DataRow
from apps.imports.mapping import Column
from ikmportal.spreadsheets import Cell, is_number, text_of

LENGTHS = {
    "owner_name": 200,
    "business_name": 200,
    "brand": 150,
    "products": 300,
    "address": 300,
}
LENGTHS |= {"links": 300, "note": 2000, "unit": 30}
# A name alone is nobody: one of these has to stand beside it.
TELLING = [
    "nik",
    "phone",
    "business_name",
    "brand",
    "products",
    "address",
    "region",
    "nib",
]
AS_ABOVE = {
    "idem",
    "sda",
    "s d a",
    "s.d.a",
    "s.d.a.",
    "sama",
    "sama dengan di atas",
    '"',
    "〃",
    "''",
}
PERMIT_COLUMNS = {
    "nib": "nib",
    "pirt": "pirt",
    "halal": "halal",
    "trademark": "trademark",
    "bpom": "bpom",
    "sni": "sni",
    "competence": "competence",
    "licence": "",
}
QUOTED = re.compile(r"[\"“”„«»]([^\"“”„«»]{2,})[\"“”„«»]")
EDITIONS = ["2020", "2015", "2025"]
EDITIONS_SINCE_2026 = ["2025", "2020", "2015"]


@dataclass(frozen=True)
class Surroundings:
    """What is known round a sheet. `groups` and `kbli` are keyed as `key` writes them.

    `for_all` are texts by field for rows that are silent; `spellings` what words mean.
    """

    match_place: MatchPlace
    is_region: Callable[[str], bool] = lambda code: False
    other_agencies: Collection[str] = ()  # codes of all but the one that imports
    year: int | None = None
    region: str = ""
    groups: Mapping[str, str] = field(default_factory=dict)
    kbli: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    for_all: Mapping[str, str] = field(default_factory=dict)
    spellings: Spellings = field(default_factory=dict)


def clean_row(
    row: DataRow,
    columns: list[Column],
    world: Surroundings,
    sheet: str,
    above: Record | None,
) -> Record:
    """One record; `above` is the one that «idem» and «sda» refer to."""
    record = Record(sheet, row.number, row.cells)
    cells = _cells_by_field(row, columns)
    mask(record, cells)
    put_given(record, cells, world.for_all, world.spellings)
    record.section = without_numbers(row.section)
    if row.section != record.section:
        row = replace(row, section=record.section)
    _owner(record, cells)
    _names(record, cells, columns)
    _contacts(record, cells)
    _place(record, cells, row, world, above)
    _sector(record, cells, row, world)
    _permits(record, cells)
    _figures(record, cells, columns, world)
    _rest(record, cells)
    _coaching(record, cells, world)
    if not record.get("owner_name"):
        record.refused = "owner_missing"
    elif not any(record.get(name) for name in TELLING):
        record.refused = "too_little"
    return record


def _cells_by_field(row: DataRow, columns: list[Column]) -> dict[str, list[Cell]]:
    cells: dict[str, list[Cell]] = {}
    for column in columns:
        cell = row.cells[column.index] if column.index < len(row.cells) else None
        cells.setdefault(column.field, []).append(cell)
    return cells


def _joined(cells: dict[str, list[Cell]], name: str, by: str = ", ") -> str:
    """The texts of all columns of a field; a cell that says «none» adds nothing."""
    given = cells.get(name, ())
    texts = (tidy(text_of(cell)) for cell in given if cell is not None)
    said = [text for text in texts if not is_blank(text)]
    return said[0] if len(said) == 1 else by.join(dict.fromkeys(said))


def _first(cells: dict[str, list[Cell]], name: str) -> Cell:
    return next((cell for cell in cells.get(name, ()) if cell is not None), None)


def _text(record: Record, name: str, text: str) -> None:
    most = LENGTHS[name]
    record.put(name, text[:most])
    if len(text) > most:
        record.note(name, found("text.cut", most=most))


def _owner(record: Record, cells: dict[str, list[Cell]]) -> None:
    _text(record, "owner_name", _joined(cells, "owner_name", by=" / "))
    if re.fullmatch(r"[\d\s.+\-/]*", record.get("owner_name") or ""):
        record.put("owner_name", None)
    cell = _first(cells, "nik")
    nik = read_nik(text_of(cell), numeric=is_number(cell))
    record.put("nik", nik.value, nik.findings)
    record.put("nik_status", nik.status)
    born_cell = _first(cells, "birth_date")
    sex, born = sex_of(_joined(cells, "sex")), read_date(born_cell)
    if born is None and names_no_day(text := tidy(text_of(born_cell))):
        record.note("birth_date", found("date.impossible", text=text[:60]))
    for name, finding in contradictions(nik, sex, born).items():
        record.note(name, finding)
    for name, said, follows in [
        ("sex", sex, nik.sex),
        ("birth_date", born, nik.birth_date),
    ]:
        if said:
            record.put(name, said)
        else:
            record.infer(name, follows)


def _names(record: Record, cells: dict[str, list[Cell]], columns: list[Column]) -> None:
    name = _joined(cells, "business_name", by=" / ")
    brand = _joined(cells, "brand")
    if not brand and (quoted := QUOTED.search(name)) and _names_a_brand_too(columns):
        brand = quoted.group(1).strip()
    _text(record, "business_name", name)
    _text(record, "brand", brand)
    if stated := _joined(cells, "legal_form"):
        record.put("legal_form", legal_form_of(stated))
    else:
        record.infer("legal_form", legal_form_of(name[:12]))


def _names_a_brand_too(columns: list[Column]) -> bool:
    heads = [column.label for column in columns if column.field == "business_name"]
    return any(re.search(r"mer[ek]|brand", head, re.IGNORECASE) for head in heads)


def _contacts(record: Record, cells: dict[str, list[Cell]]) -> None:
    phones = read_phones(_joined(cells, "phone", by=" / "))
    record.put("phone", phones.value, phones.findings)
    record.put("other_phones", ", ".join(phones.numbers[1:]))
    email = _joined(cells, "email").casefold()
    if email and not re.fullmatch(r"[^@\s,]{1,64}@[^@\s,]+\.[a-z]{2,}", email):
        record.note("email", found("email.unreadable"))
        email = ""
    record.put("email", email[:254])
    _text(record, "links", _joined(cells, "links"))


def _place(
    record: Record,
    cells: dict[str, list[Cell]],
    row: DataRow,
    world: Surroundings,
    above: Record | None,
) -> None:
    address = _joined(cells, "address")
    given = {name: _joined(cells, name) for name in ["village", "district", "city"]}
    if (
        re.match(r"kec\w*\b|kecamatan", row.section, re.IGNORECASE)
        and not given["district"]
    ):
        given["district"] = row.section
    for name in ["address", *given]:
        text = address if name == "address" else given[name]
        if text.casefold() not in AS_ABOVE:
            continue
        copied = (above.get(f"_{name}") if above else None) or ""
        record.note(name, found("text.as_above", text=text))
        address, given[name] = (copied, "") if name == "address" else (address, copied)
    given.pop("address", None)
    code = digits(_joined(cells, "region_code"))
    known = world.is_region(code) if code else False
    place = (
        Place(code)
        if known
        else read_place(given, address, world.match_place, default=world.region)
    )
    _text(record, "address", address)
    record.put("region", place.code, place.findings)
    record.put("_address", address)
    for name, text in given.items():
        record.put(f"_{name}", text)


def _sector(
    record: Record, cells: dict[str, list[Cell]], row: DataRow, world: Surroundings
) -> None:
    products = _joined(cells, "product")
    _text(record, "products", products)
    stated = _joined(cells, "commodity_group")
    group = group_of(stated, world.groups) or group_of(row.section, world.groups)
    if stated and not group:
        record.note(
            "commodity_group", found("commodity_group.unknown", text=stated[:60])
        )
    if not group and products and (group := _group_of_products(products, world.groups)):
        record.note("commodity_group", found("commodity_group.from_products"))
        record.infer("commodity_group", group)
    else:
        record.put("commodity_group", group)
    _kbli(record, cells, world)


def group_of(text: str, groups: Mapping[str, str]) -> str:
    """The commodity group that a word means: the whole of it, else its first known part."""
    parts = [text, *re.split(r"[,;/&+]|\bdan\b", text)]
    return next((groups[name] for part in parts if (name := key(part)) in groups), "")


def _group_of_products(products: str, groups: Mapping[str, str]) -> str:
    """The one group that all products with a known word belong to."""
    named = {groups[word] for word in key(products).split() if word in groups}
    return named.pop() if len(named) == 1 else ""


def _kbli(record: Record, cells: dict[str, list[Cell]], world: Surroundings) -> None:
    reading = read_kbli(text_of(_first(cells, "kbli")))
    record.put("kbli_code", reading.value, reading.findings)
    record.put("kbli_version", None)
    if not reading.value:
        return
    known = world.kbli.get(reading.value, {})
    late = (world.year or 0) >= 2026
    order = EDITIONS_SINCE_2026 if late else EDITIONS
    stated = _joined(cells, "kbli_version")
    order = [stated, *order] if stated in EDITIONS else order
    record.put("kbli_version", next((e for e in order if e in known), order[0]))
    if not known:
        record.note("kbli_code", found("kbli.unknown", code=reading.value))
    elif "2025" not in known:
        successor = known.get("2020", "").split(",")[0].strip() or None
        record.note("kbli_code", found("kbli.edition", successor, code=reading.value))


def _permits(record: Record, cells: dict[str, list[Cell]]) -> None:
    permits: dict[tuple[str, str], Permit] = {}
    for name, scheme in PERMIT_COLUMNS.items():
        for cell in cells.get(name, []):
            for permit in read_permits(cell, scheme):
                permits.setdefault((permit.scheme, permit.number), permit)
                record.note(permit.scheme, *permit.findings)
    numbered = {permit.scheme for permit in permits.values() if permit.number}
    kept = [p for p in permits.values() if p.number or p.scheme not in numbered]
    record.put(
        "nib", next((p.number for p in kept if p.scheme == "nib" and p.number), "")
    )
    record.values["claims"] = [
        {
            "scheme": permit.scheme,
            "number": permit.number,
            "raw": permit.raw,
            "findings": [finding.code for finding in permit.findings],
        }
        for permit in kept
    ]


def _figures(
    record: Record,
    cells: dict[str, list[Cell]],
    columns: list[Column],
    world: Surroundings,
) -> None:
    by_field = {column.field: column for column in columns}
    for name in COUNTS:
        count = read_count(_first(cells, name))
        record.put(name, count.value, count.findings)
    for name in MONEY:
        column = by_field.get(name)
        if column is None and name not in cells:
            continue
        amount = read_money(
            _first(cells, name), multiplier=column.multiplier if column else 1
        )
        if column and column.monthly:
            amount = times_twelve(amount)
        record.put(name, amount.value, amount.findings)
    capacity, unit, findings = read_capacity(_first(cells, "capacity"))
    record.put("capacity", capacity, findings)
    _text(record, "unit", _joined(cells, "unit") or unit)
    _workers_add_up(record)
    seen = read_date(_first(cells, "timestamp"))
    year = (
        read_year(_joined(cells, "year")) or world.year or (seen.year if seen else None)
    )
    record.put("year", year)
    record.put("as_of", seen)
    if record.figures and not year:
        record.note("year", found("figures.no_year"))


def _workers_add_up(record: Record) -> None:
    male, female, total = (record.get(name) for name in COUNTS)
    if male is None or female is None:
        return
    if total is not None and total != male + female:
        mismatch = found("workers.mismatch", male=male, female=female, total=total)
        record.note("workers", mismatch)
    record.put("workers", male + female)


def _rest(record: Record, cells: dict[str, list[Cell]]) -> None:
    _text(record, "note", _joined(cells, "note", by="; "))
    founded = read_year(_joined(cells, "established_year"))
    record.put("established_year", founded)
    record.put("status", status_of(key(_joined(cells, "status"))))
    extra = ["phone", "business_name", "brand", "products", "address", "region", "nib"]
    more = [name for name in extra if record.get(name)]
    if not record.get("status") and not record.get("nik") and more == ["phone"]:
        record.put("status", "prospect")


def _coaching(
    record: Record, cells: dict[str, list[Cell]], world: Surroundings
) -> None:
    """Through what the agency that imports coaches it; an export may tell of another agency."""
    registered_at = _joined(cells, "agency")
    record.put("_agency", registered_at)
    if registered_at in world.other_agencies:
        record.values["_uncoached"] = True
        return
    stated = _joined(cells, "channel")
    named = (
        channel_in_column(stated) if stated else channel_of(record.get("note") or "")
    )
    record.put("channel", named)
    # «-» says that nobody coaches it; a blank cell says nothing.
    said = [tidy(text_of(cell)) for cell in cells.get("channel", [])]
    if any(said) and all(map(is_blank, said)):
        record.values["_uncoached"] = True
