"""Whatever bytes and cells come, nothing breaks and nothing is invented."""

import re
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from apps.businesses.identifiers import digits
from apps.businesses.matching.evidence import compare, describe
from apps.imports.cleaning.amounts import read_capacity, read_count, read_money
from apps.imports.cleaning.dates import read_date
from apps.imports.cleaning.permits import read_permits
from apps.imports.cleaning.rows import Surroundings, clean_row
from apps.imports.layout import DataRow, find_table
from apps.imports.mapping import Column, map_columns
from apps.regions.matching import Match, PlaceMatch
from ikmportal import sandbox
from tests.imports.importing import sheet_of

NOWHERE = PlaceMatch("", "none", Match(), Match(), Match())
WORLD = Surroundings(match_place=lambda village, district, city: NOWHERE, year=2024)
FIELDS = [
    "owner_name",
    "nik",
    "phone",
    "business_name",
    "product",
    "address",
    "nib",
    "pirt",
]
FIELDS += [
    "halal",
    "licence",
    "kbli",
    "workers",
    "investment",
    "sales",
    "capacity",
    "year",
]
FIELDS += ["birth_date", "timestamp", "email", "district", "status", "note", "sex"]
words = st.sampled_from(
    [
        "Rp",
        "juta",
        "-",
        "M",
        "NIB",
        "PIRT",
        "1.500",
        "2,5",
        "halal",
        "ada",
        "/",
        ";",
        "e+15",
    ]
)
texts = st.one_of(st.text(max_size=40), st.lists(words, max_size=6).map(" ".join))
cells = st.one_of(st.none(), texts, st.integers(), st.floats(), st.booleans())
refusals = {
    "empty",
    "not_table",
    "nul",
    "encoding",
    "damaged",
    "too_many_rows",
    "quote",
    "password",
}


@given(st.one_of(st.binary(max_size=400), st.text(max_size=200).map(str.encode)))
@settings(deadline=None)
def test_any_bytes_are_rows_or_a_refusal(content):
    try:
        lines = list(sandbox.lines(content))
    except sandbox.Refused as error:
        lines = [{"refused": str(error)}]

    assert {line["refused"] for line in lines if "refused" in line} <= refusals
    assert {len(line) for line in lines if isinstance(line, list)} <= {2}


@given(
    st.lists(
        st.lists(st.text('ab\n"é“;,', max_size=5), min_size=2, max_size=2), max_size=5
    )
)
def test_csv_written_by_others_comes_back(rows):
    quoted = [
        ";".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row)
        for row in rows
    ]
    content = "\r\n".join(["kop;surat", *quoted]).encode("utf-8-sig")

    read = [line[1] for line in sandbox.lines(content) if isinstance(line, list)]

    stripped = [[cell.strip() or None for cell in row] for row in rows]
    kept = [row[:1] if row[1] is None else row for row in stripped if any(row)]
    assert read[1:] == kept


@given(cells, st.sampled_from([1, 1000]))
def test_money_is_never_negative_nor_made_of_other_digits(cell, multiplier):
    amount = read_money(cell, multiplier=multiplier)

    assert amount.value is None or amount.value >= 0
    if amount.value and isinstance(cell, str):
        assert re.search(r"[1-9]", unicodedata.normalize("NFKC", cell))  # «²» is a 2


@given(cells)
@example(-0.0)
def test_counts_dates_and_capacities_never_break(cell):
    count, (capacity, unit, _found) = read_count(cell), read_capacity(cell)

    assert count.value is None or 0 <= count.value <= 100_000
    assert capacity is None or re.fullmatch(r"\d+(\.\d+)?", capacity)
    assert len(unit) <= 30
    assert read_date(cell) is None or read_date(cell).year > 0


@given(cells, st.sampled_from(["", "nib", "pirt", "halal", "trademark", "bpom"]))
def test_a_permits_number_stood_in_the_cell(cell, scheme):
    for permit in read_permits(cell, scheme):
        assert digits(re.sub(r"\D", "", permit.number)) in re.sub(
            r"\D", "", f"{permit.raw}"
        )
        assert len(permit.number) <= 60
        assert len(permit.raw) <= 300


@given(st.dictionaries(st.sampled_from(FIELDS), cells))
def test_a_row_never_breaks_and_keeps_only_what_fits(row):
    columns = [Column(index, name, name) for index, name in enumerate(row)]

    record = clean_row(DataRow(2, list(row.values())), columns, WORLD, "S", None)

    nik = record.get("nik")
    assert nik is None or nik == digits(str(row["nik"]))
    assert (record.get("phone") is None) or record.get("phone").startswith("+62")
    assert len(record.get("owner_name") or "") <= 200
    assert bool(record.refused) or record.get("owner_name")


@given(st.lists(st.lists(cells, max_size=6), max_size=12))
@settings(deadline=None)
def test_any_rows_below_a_head_are_records_or_have_a_reason(rows):
    rows = [row for row in rows if any(cell is not None for cell in row)]
    sheet = sheet_of(["No", "Nama Pemilik", "NIK", "No HP"], *rows)

    table = find_table(sheet)
    map_columns(table, lambda text: False)

    numbers = [row.number for row in table.rows] + [line.row for line in table.skipped]
    heads = 2 if sheet.rows[1:] and len(numbers) < len(sheet.rows) - 1 else 1
    assert len(numbers) == len(sheet.rows) - heads


described = st.fixed_dictionaries(
    {
        "nik_index": st.sampled_from(["", "n1", "n2"]),
        "phone_index": st.sampled_from(["", "p1", "p2"]),
        "owner_name": st.text(max_size=12),
        "business_name": st.text(max_size=12),
        "region": st.sampled_from([None, "3174", "3174011002"]),
    }
)


@pytest.mark.slow
@given(described, described)
def test_likeness_is_symmetric_and_within_bounds(one, other):
    there = compare(describe(one), describe(other))
    back = compare(describe(other), describe(one))

    assert there.score == back.score
    assert 0 <= there.score <= 1
