import pytest

from apps.imports.layout import column_letter, find_table
from tests.imports.importing import sheet_of

HEAD = ["No", "Nama Pemilik", "NIK", "Nama Usaha", "Alamat", "Kecamatan"]
ROW = [1, "Rina Contoh", "-", "Dodol Rina", "Jl. Contoh", "Tebet"]


def rows_and_reasons(*rows):
    table = find_table(sheet_of(HEAD, *rows))
    return [row.number for row in table.rows], {
        line.row: line.why for line in table.skipped
    }


def test_header_is_found_under_titles():
    table = find_table(sheet_of(["DATA IKM BINAAN"], ["TAHUN 2023"], [], HEAD, ROW))

    assert (table.header_row, table.title) == (4, "DATA IKM BINAAN\nTAHUN 2023")
    assert [row.number for row in table.rows] == [5]


@pytest.mark.parametrize(
    "head",
    [
        ["No", "Nama Barang", "Harga", "Stok"],
        ["No", "Nama", "Instansi", "Tanda Tangan"],
        ["Tanggal", "Uraian", "Jumlah"],
    ],
)
def test_a_price_list_or_an_attendance_sheet_has_no_table(head):
    assert find_table(sheet_of(head, [1, "Beras", 12000, 3])) is None


def test_header_of_two_rows_is_joined_over_merged_cells():
    first = ["No", "Nama Pemilik", "Tenaga Kerja", None, None, "Alamat"]
    second = [None, None, "L", "P", "Jml"]
    sheet = sheet_of(first, second, [1, "Rina", 2, 3, 5, "Jl."], merged=[(0, 2, 0, 4)])

    table = find_table(sheet)

    assert list(table.labels.values()) == [
        *(
            "No",
            "Nama Pemilik",
            "Tenaga Kerja L",
            "Tenaga Kerja P",
            "Tenaga Kerja Jml",
            "Alamat",
        )
    ]
    assert [row.number for row in table.rows] == [3]


def test_header_of_two_rows_is_joined_without_merges_as_in_csv():
    first = ["No", "Nama Pemilik", "NIK", "Perizinan", None, None]
    second = [None, None, None, "NIB", "PIRT", "Halal"]

    table = find_table(sheet_of(first, second, [1, "Rina", "-", "1", "2", "3"]))

    assert table.labels[4] == "Perizinan PIRT"


def test_a_record_below_the_header_is_no_second_header():
    numbers, skipped = rows_and_reasons(ROW)

    assert (numbers, skipped) == ([2], {})


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ([1, 2, 3, 4, 5, 6], "numbering"),
        (["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"], "numbering"),
        (HEAD, "header"),
        ([None, "JUMLAH", 3], "total"),
        ([None, "Sub Total", None, None, 12], "total"),
        (["II", "SANDANG DAN KULIT"], "section"),
        ([None, "Kec. Tebet"], "section"),
        ([None, None, None, None, "Mengetahui,"], "footer"),
        ([None, None, None, "NIP. 19800101 200501 1 001"], "footer"),
        ([None, None, None, None, "Jakarta, 12 Desember 2023"], "footer"),
        (["Sumber: Bidang Perindustrian"], "footer"),
    ],
)
def test_rows_that_are_no_records_have_their_reason(row, why):
    numbers, skipped = rows_and_reasons(row)

    assert (numbers, skipped) == ([], {2: why})


def test_a_name_beside_a_running_number_is_a_record():
    numbers, _skipped = rows_and_reasons(
        [1, "Jumlah Setiawan"], [2, "Total Persada", "-", "Kue"]
    )

    assert numbers == [2, 3]


def test_sections_are_carried_down():
    table = find_table(sheet_of(HEAD, ["I", "PANGAN"], ROW, ROW, ["II", "KULIT"], ROW))

    assert [row.section for row in table.rows] == ["PANGAN", "PANGAN", "KULIT"]


def test_what_stands_below_the_signature_is_footer_too():
    _numbers, skipped = rows_and_reasons(
        ROW, [None, None, "Mengetahui,"], [None, None, "SITI AMINAH"]
    )

    assert skipped == {3: "footer", 4: "footer"}


def test_an_owner_merged_over_several_products_is_repeated():
    rows = [HEAD, [1, "Rina", "-", "Dodol"], [None, None, None, "Kue"]]

    table = find_table(sheet_of(*rows, merged=[(1, 1, 2, 1), (1, 0, 2, 0)]))

    assert [row.cells[:4] for row in table.rows] == [
        [1, "Rina", "-", "Dodol"],
        [1, "Rina", None, "Kue"],
    ]


@pytest.mark.parametrize(
    ("index", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ")]
)
def test_column_letter(index, letter):
    assert column_letter(index) == letter
