import pytest
import xlsxwriter
from django.db import connection

from apps.imports.bulk import update_rows
from apps.imports.importing import read_list
from ikmportal.spreadsheets import UnreadableFile
from tests.factories.businesses import BusinessFactory, YearlyFiguresFactory
from tests.imports.importing import write_csv

HEAD = ["Nama Pemilik", "NIK", "Nama Usaha", "Produk"]


def write_book(path, sheets, hidden=()):

    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            if name in hidden:
                sheet.hide()
    return path.read_bytes()


def test_a_sheet_called_by_its_district_lies_there(tmp_path, sudin):
    rows = [HEAD, ["Rina", "-", "Dodol Rina", "dodol"]]
    content = write_book(tmp_path / "b.xlsx", {"Tebet": rows, "Kebayoran Baru": rows})

    reading = read_list(content, sudin)

    assert [record.get("region") for record in reading.records] == ["317401", "317407"]


def test_the_title_says_where_and_when(tmp_path, denpasar):
    lines = [
        "DATA IKM KOTA DENPASAR TAHUN 2021;;;",
        ";".join(HEAD),
        "Made;-;Endek;endek",
    ]

    reading = read_list(write_csv(tmp_path / "l.csv", *lines).read_bytes(), denpasar)

    [record] = reading.records
    assert (record.get("year"), record.get("region")) == (2021, "5171")


def test_hidden_sheets_are_read_only_when_named(tmp_path, sudin):
    rows = [HEAD, ["Rina", "-", "Dodol Rina", "dodol"]]
    content = write_book(
        tmp_path / "b.xlsx", {"A": rows, "Lama": rows}, hidden=["Lama"]
    )

    assert [sheet.name for sheet in read_list(content, sudin).sheets] == ["A"]
    assert [
        sheet.name for sheet in read_list(content, sudin, sheets=["Lama"]).sheets
    ] == ["Lama"]
    with pytest.raises(UnreadableFile):
        read_list(content, sudin, sheets=["A", "Tidak ada"])


def test_a_sheet_without_a_table_stands_beside_one_with(tmp_path, sudin):
    rows = [HEAD, ["Rina", "-", "Dodol Rina", "dodol"]]
    content = write_book(
        tmp_path / "b.xlsx", {"Data": rows, "Harga": [["Barang", "Harga"]]}
    )

    reading = read_list(content, sudin)

    assert [(sheet.name, sheet.header_row) for sheet in reading.sheets] == [
        ("Data", 1),
        ("Harga", None),
    ]


def test_progress_is_told(tmp_path, sudin):
    lines = [f"Rina {number};-;Dodol {number};dodol" for number in range(1001)]
    path = write_csv(tmp_path / "l.csv", ";".join(HEAD), *lines)
    seen = []

    read_list(
        path.read_bytes(),
        sudin,
        progress=lambda done, total: seen.append((done, total)),
    )

    assert seen == [(0, 1001), (500, 1001), (1000, 1001), (1001, 1001)]


def test_update_rows_writes_many_in_one_statement(db, django_assert_num_queries):
    figures = [YearlyFiguresFactory(business=BusinessFactory()) for _ in range(3)]
    for number, row in enumerate(figures):
        row.sales, row.capacity, row.unit = number, None, "kg"

    with django_assert_num_queries(1):
        update_rows(figures, ["sales", "capacity", "unit"])

    with connection.cursor() as cursor:
        cursor.execute("SELECT sales, unit FROM businesses_yearlyfigures ORDER BY id")
        assert cursor.fetchall() == [(0, "kg"), (1, "kg"), (2, "kg")]
