import csv
import io

import pytest
from django.core.exceptions import ValidationError
from python_calamine import CalamineWorkbook

from ikmportal.tablefiles import (
    MOST_COLUMNS,
    harmless,
    read_csv,
    unmarked,
    write_csv,
    write_xlsx,
)
from ikmportal.tables import CsvTable, XlsxTable

PAYLOADS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠A1",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_formulas_leave_as_text_and_come_back_as_they_were(payload):
    assert harmless(payload) == f"'{payload}"
    assert unmarked(harmless(payload)) == payload


@pytest.mark.parametrize("value", ["Tebet", "'tis", "", 5, -5, None])
def test_what_is_no_formula_stays(value):
    assert harmless(value) == value


def test_an_apostrophe_of_its_own_stays():
    assert unmarked("'tis") == "'tis"


def test_csv_begins_with_a_byte_order_mark_and_hides_formulas():
    data = write_csv(["kode", "=nama"], [["0317", payload] for payload in PAYLOADS])

    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert data.startswith(b"\xef\xbb\xbf")
    assert rows == [
        ["kode", "'=nama"],
        *(["0317", f"'{payload}"] for payload in PAYLOADS),
    ]


def test_xlsx_keeps_identifiers_as_text_and_numbers_as_numbers():
    data = write_xlsx(["nik", "jumlah"], [["3174000507900003", 12], ["=1+1", None]])

    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    assert sheet.to_python() == [
        ["nik", "jumlah"],
        ["3174000507900003", 12.0],
        ["'=1+1", ""],
    ]


def test_an_empty_table_has_its_header():
    data = XlsxTable().export_data(read_csv(b"kode,nama\n"))

    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    assert sheet.to_python() == [["kode", "nama"]]


def test_what_is_exported_reads_back_the_same():
    rows = read_csv(b"kode,nama\n01,=A1\n02,Tebet\n")

    again = read_csv(CsvTable().export_data(rows))

    assert again.dict == [
        {"kode": "01", "nama": "=A1"},
        {"kode": "02", "nama": "Tebet"},
    ]


@pytest.mark.parametrize(
    "data",
    [
        "kode,nama\n31,Jakarta\n".encode("utf-8-sig"),
        b"kode;nama\r\n31;Jakarta\r\n\r\n",
        b"kode,nama\n 31 , Jakarta\n,\n",
    ],
)
def test_read_csv_takes_commas_semicolons_marks_and_blank_lines(data):
    assert read_csv(data).dict == [{"kode": "31", "nama": "Jakarta"}]


def test_read_csv_fills_short_rows():
    assert read_csv(b"kode,nama\n31\n").dict == [{"kode": "31", "nama": ""}]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"nama\n\xff\xfe", "not UTF-8"),
        (b"nama\nx\0y\n", "not text"),
        (b"," * MOST_COLUMNS + b"x\n", "columns"),
    ],
)
def test_read_csv_says_why_it_refuses(data, reason):
    with pytest.raises(ValidationError, match=reason):
        read_csv(data)
