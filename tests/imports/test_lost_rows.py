"""Rows that could be taken for headings do not vanish."""

from apps.imports.importing import read_list
from tests.imports.importing import write_csv

HEAD = "No;Nama Pemilik;Nama Usaha;Produk;Kecamatan"
RINA = "1;Rina Contoh;Dodol Rina;dodol;Tebet"


def test_a_business_without_anything_else_is_refused_not_left_out(tmp_path, sudin):
    lines = [HEAD, ";;Kerajinan;;", RINA, ";;Dapur Ani;;", ";;Kecamatan Tebet;;"]
    path = write_csv(tmp_path / "l.csv", *lines)

    reading = read_list(path.read_bytes(), sudin)

    assert [(record.row, record.refused) for record in reading.records] == [
        (3, ""),
        (4, "owner_missing"),
    ]
    assert [(line.row, line.why) for line in reading.sheets[0].skipped] == [
        (2, "section"),
        (5, "section"),
    ]
    assert reading.records[0].get("commodity_group") == "craft"
