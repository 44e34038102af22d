import pytest

from apps.imports.headers import meaning_of
from apps.imports.layout import find_table
from apps.imports.mapping import map_columns
from tests.imports.importing import sheet_of


def fields_of(head, *rows):
    table = find_table(sheet_of(head, *rows))
    columns = map_columns(table, lambda text: text.casefold() in {"pangan", "sandang"})
    return {column.letter: column.field for column in columns}


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("No. KTP/NIK", "nik"),
        ("NIK (16 digit)", "nik"),
        ("Nama Lengkap (sesuai KTP)", "owner_name"),
        ("NAMA USAHA / MERK", "business_name"),
        ("Desa/Kel", "village"),
        ("KAPANEWON", "district"),
        ("No. WhatsApp aktif", "phone"),
        ("Produk yang akan dipamerkan", "product"),
        ("Legalitas yang dimiliki (boleh lebih dari satu)", "licence"),
        ("SPP-IRT", "pirt"),
        ("INVESTASI (Rp.000)", "investment"),
        ("Kecamatn", "district"),
        ("No. Handphon", "phone"),
    ],
)
def test_meaning_of_a_head(label, field):
    assert meaning_of(label).field == field


@pytest.mark.parametrize(
    "label", ["Sudah pernah ikut pameran Dinas?", "Harga", "Tanda Tangan", ""]
)
def test_heads_that_mean_nothing(label):
    assert meaning_of(label) is None


def test_a_bare_name_beside_the_owner_is_the_business():
    assert fields_of(["Nama", "Pemilik", "Alamat"]) == {
        "A": "business_name",
        "B": "owner_name",
        "C": "address",
    }


def test_komoditi_is_a_group_or_a_product_by_its_values():
    head = ["Nama", "NIK", "Komoditi"]

    assert fields_of(head, ["Rina", "-", "Pangan"])["C"] == "commodity_group"
    assert fields_of(head, ["Rina", "-", "dodol ketan"])["C"] == "product"


def test_two_phone_columns_are_both_phones_but_two_niks_are_not():
    fields = fields_of(["Nama", "NIK", "No HP", "WhatsApp", "No KTP"])

    assert fields == {"A": "owner_name", "B": "nik", "C": "phone", "D": "phone"}


def test_a_column_is_known_by_its_values_when_its_head_is_not():
    rows = [["Rina", f"317400520391000{n}", f"081200000{n}0"] for n in range(1, 5)]

    assert fields_of(["Nama Pemilik", "Identitas", "Alamat"], *rows)["B"] == "nik"


def test_a_head_in_thousands_multiplies():
    table = find_table(
        sheet_of(["Nama Pemilik", "NIK", "INVESTASI (Rp.000)", "Omzet per bulan"])
    )

    _owner, _nik, investment, sales = map_columns(table, lambda text: False)

    assert (investment.multiplier, investment.monthly) == (1000, False)
    assert (sales.multiplier, sales.monthly) == (1, True)
