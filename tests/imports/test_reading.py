import io
from datetime import datetime

import pytest
import xlsxwriter

from ikmportal.spreadsheets import UnreadableFile, date_of, safe_parse, text_of

LINES = "NIK;Nama;Alamat\n0001;Ibu “Rina”;Jl. Contoh\n"


def code_of(content):
    with pytest.raises(UnreadableFile) as refusal:
        safe_parse(content)
    return refusal.value.code


def cells_of(content):
    [sheet] = safe_parse(content)
    return [row.cells for row in sheet.rows]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"]
)
def test_csv_is_decoded(encoding):
    assert cells_of(LINES.encode(encoding))[1] == ["0001", "Ibu “Rina”", "Jl. Contoh"]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_csv_delimiter_is_found(delimiter):
    content = LINES.replace(";", delimiter).encode()

    assert [len(cells) for cells in cells_of(content)] == [3, 3]


def test_csv_commas_inside_cells_are_no_delimiters():
    content = b"nama;alamat\nRina;Jl. A, RT 1, RW 2\nAni;Jl. B, RT 3, RW 4\n"

    assert [len(cells) for cells in cells_of(content)] == [2, 2, 2]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_csv_line_endings_and_quoted_newlines(ending):
    lines = ["a;b", '1;"x\ny"', "2;z"]

    assert cells_of(ending.join(lines).encode()) == [
        ["a", "b"],
        ["1", "x\ny"],
        ["2", "z"],
    ]


def test_csv_rows_are_numbered_as_a_spreadsheet_shows_them():
    [sheet] = safe_parse(b'a;b\n\n1;"x\ny"\n2;z\n')

    assert [row.number for row in sheet.rows] == [1, 3, 4]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \n\n ", "empty"),
        (b"only words here\nand here", "not_table"),
        (b"%PDF-1.7 ...", "not_table"),
        (b"<html><table><tr><td>a</td></tr></table></html>", "not_table"),
        (b"a;b\n1;\x002\n" * 40, "nul"),
        (b"a;b\n\x81;\x8d\n", "encoding"),
        ("a;b\n1;".encode("utf-16") + b"\x00\xd8\n\0", "encoding"),  # half a character
        (b"PK\x03\x04 and then nothing", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "damaged"),
    ],
)
def test_what_is_no_table_is_refused_with_its_reason(content, code):
    assert code_of(content) == code


def test_a_protected_file_is_told_from_a_damaged_one():
    stream = "EncryptedPackage".encode("utf-16-le")
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + stream

    assert code_of(content) == "password"


def test_a_truncated_workbook_is_refused():
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        book.add_worksheet().write_row(0, 0, ["nik", "nama"])

    assert code_of(content.getvalue()[:-200]) == "damaged"


def test_too_many_columns_are_refused():
    assert code_of(b";".join([b"x"] * 400) + b"\n") == "too_many_rows"


@pytest.fixture
def typed():
    """The rows of a workbook with a cell of each kind."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet("Data")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(1, 1, ["0012", 3174004507900003, 1.5, True])
        sheet.write_datetime(1, 5, datetime(2024, 10, 3), day)  # noqa: DTZ001  a cell has none
        sheet.merge_range(2, 1, 2, 3, "lebar")
        book.add_worksheet("Tersembunyi").hide()
    return safe_parse(content.getvalue())


def test_cells_keep_their_kind(typed):
    [row, _merged] = typed[0].rows

    assert row.number == 2
    assert row.cells == [
        None,
        "0012",
        3174004507900003,
        1.5,
        True,
        {"date": "2024-10-03"},
    ]
    assert [text_of(cell) for cell in row.cells] == [
        *("", "0012", "3174004507900003", "1.5", "ya", "2024-10-03")
    ]
    assert str(date_of(row.cells[5])) == "2024-10-03"


def test_sheets_tell_whether_they_are_hidden_and_what_is_merged(typed):
    assert [(sheet.name, sheet.visible) for sheet in typed] == [
        ("Data", True),
        ("Tersembunyi", False),
    ]
    assert typed[0].merged == [[2, 1, 2, 3]]


def test_a_quote_that_is_not_closed_is_refused_with_its_row():
    lines = ["NIK;Nama;Alamat", '1;"Ibu\nRina";Jl. A', '2;"Ani;Jl. B', "3;Budi;Jl. C"]

    with pytest.raises(UnreadableFile) as refusal:
        safe_parse("\n".join(lines).encode())

    assert refusal.value.code == "quote"
    assert "row 4" in str(refusal.value)
