"""A NIK or phone in a cell of text goes nowhere: it would be stored, and published, in plain."""

import pytest
from django.db import connection

from apps.imports.batches import commit
from tests.imports.importing import findings, planned, write_csv
from tests.imports.test_rows import record_of

NIK, PHONE = "3174001203850017", "081234567899"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (f"Keripik {NIK}", "Keripik ..."),
        (f"NIK:{NIK}.", "NIK:...."),
        ("3174\u200b0012 0385\u200b0017 Siti", "... Siti"),
        ("3174 0012 0385 0017 Siti", "... Siti"),
        ("Siti 3174.00.120385.0017", "Siti ..."),
        ("Siti 317400-120385-0017", "Siti ..."),
        (f"Jl. HP {PHONE}", "Jl. HP ..."),
        ("WA +62 812-3456-7899", "WA ..."),
        ("WA 0812 3456 7899, Siti", "WA ..., Siti"),
        ("wa.me/6281234567899", "wa.me/..."),
        ("hub 81234567899", "hub ..."),
    ],
)
def test_a_nik_or_a_mobile_number_is_masked(text, masked):
    assert (
        record_of(owner_name="Siti", business_name=text).get("business_name") == masked
    )


@pytest.mark.parametrize(
    "text",
    [
        "Jl. Raya No. 12 RT 003/05",
        "Omzet 812.000.000 per 2023",
        "1.200.000.000 2.400.000",
        "NIB 8120000000017",
        "Jl. 03/10/2024 - 04/11/2024",
        "0361-000001",
    ],
)
def test_other_numbers_stay(text):
    assert record_of(owner_name="Siti", address=text).get("address") == text


def test_what_was_masked_is_said_without_quoting_it():
    record = record_of(owner_name=f"Siti {NIK}", product=f"keripik HP {PHONE}")

    found = findings(record)
    assert found["owner_name", "text.holds_nik"].level == "error"
    assert found["products", "text.holds_phone"].level == "warning"
    said = " ".join(str(note) for note in record.notes)
    assert NIK not in said
    assert PHONE not in said


def test_a_nik_alone_is_no_name_of_an_owner():
    assert record_of(owner_name=NIK, product="keripik").refused == "owner_missing"


HEAD = (
    "Nama Pemilik;NIK;Nama Usaha;Merk;Alamat;Kelurahan;Kecamatan;Jenis Produk;Kelompok;"
    "Perizinan;Instagram;Keterangan"
)


def test_neither_is_anywhere_in_the_database(tmp_path, sudin):
    both = f"{NIK} {PHONE}"
    cells = [f"Siti {both}", "", *[f"Kata {both}"] * 10]
    batch = planned(write_csv(tmp_path / "l.csv", HEAD, ";".join(cells)), sudin)
    batch.__class__.objects.update(state="committing")
    commit(batch.pk)

    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT x::text FROM "{table}" x')
            stored = " ".join(row for (row,) in cursor.fetchall())
            assert NIK not in stored, table
            assert PHONE[1:] not in stored, table
    batch.refresh_from_db()
    assert batch.counts["create"] == 1
