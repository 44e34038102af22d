import json

import pytest
from django.core.management import CommandError, call_command

from apps.businesses.matching.evidence import SAME
from apps.businesses.models import Business
from apps.imports import files
from apps.imports.models import ImportBatch
from tests.imports.importing import write_csv
from tests.imports.lists import write_list_a


@pytest.fixture
def list_a(tmp_path):
    return write_list_a(tmp_path / "a.xlsx")


def run(capsys, *arguments):
    call_command("import_binaan", *map(str, arguments))
    return capsys.readouterr().out


def refused(*arguments):
    with pytest.raises(CommandError) as error:
        call_command("import_binaan", *map(str, arguments))
    return error.value.returncode, str(error.value)


def test_a_dry_run_prints_its_counts_and_leaves_nothing(capsys, list_a, sudin):
    out = run(capsys, list_a, "--agency", sudin.code)

    assert (
        out
        == "rows: 3, create: 2, update: 1, same: 0, decide: 0, refused: 0, skipped: 2\n"
    )
    assert not Business.objects.exists()
    assert not ImportBatch.objects.exists()
    assert not files.folder().exists()


def test_commit_saves_and_the_second_time_changes_nothing(capsys, list_a, sudin):
    run(capsys, list_a, "--agency", sudin.code, "--commit")

    out = run(capsys, list_a, "--agency", sudin.code.lower(), "--commit")

    assert "create: 0, update: 0, same: 3" in out
    assert Business.objects.count() == 2


def test_the_report_has_its_form(capsys, list_a, sudin, tmp_path):
    path = tmp_path / "report.json"
    path.write_text("open to all")

    run(capsys, list_a, "--agency", sudin.code, "--commit", "--json", path)

    assert path.stat().st_mode & 0o777 == 0o600
    report = json.loads(path.read_text())
    assert list(report) == ["batch", "file", "sheets", "counts", "rows", "seconds"]
    assert (report["batch"], report["file"]) == (ImportBatch.objects.get().pk, "a.xlsx")
    assert list(report["sheets"][0]) == ["name", "header_row", "columns", "skipped"]
    assert report["sheets"][0]["skipped"][0] == {"row": 9, "why": "total"}
    assert list(report["seconds"]) == ["read", "clean", "match", "plan", "commit"]
    third = report["rows"][2]
    assert (
        third["business"]
        == report["rows"][0]["business"]
        == Business.objects.earliest("pk").pk
    )
    (found,) = third["duplicates"]
    assert {"row": 6, "sheet": "Binaan"}.items() < found.items()
    assert SAME <= found["score"] < 1


def test_the_report_of_a_dry_run(capsys, list_a, sudin, tmp_path):
    run(capsys, list_a, "--agency", sudin.code, "--json", tmp_path / "r.json")

    report = json.loads((tmp_path / "r.json").read_text())
    first = report["rows"][0]
    assert (report["batch"], first["business"], first["decision"]) == (
        None,
        None,
        "create",
    )
    assert first["values"]["nik"] is None
    assert first["values"]["phone"] == "+6281200000001"
    assert first["findings"][0] == {
        "field": "nik",
        "code": "nik.excel_damaged",
        "level": "error",
        "proposed": None,
    }


@pytest.mark.parametrize(
    "arguments",
    [
        ["missing.xlsx", "--agency", "SUDIN-JAKSEL"],
        ["LIST", "--agency", "NOBODY"],
        ["LIST", "--agency", "SUDIN-JAKSEL", "--year", "abcd"],
        ["LIST", "--agency", "SUDIN-JAKSEL", "--year", "1850"],
        ["LIST", "--agency", "SUDIN-JAKSEL", "--json", "/nowhere/at/all.json"],
    ],
)
def test_bad_arguments_end_with_2(list_a, sudin, arguments):
    code, message = refused(*[str(list_a) if a == "LIST" else a for a in arguments])

    assert code == 2
    assert message.endswith(".")


def test_what_cannot_be_read_ends_with_1(tmp_path, sudin):
    path = tmp_path / "harga.csv"
    path.write_text("Barang;Harga\nBeras;12000\n")

    assert refused(path, "--agency", sudin.code, "--commit")[0] == 1
    assert refused(path, "--agency", sudin.code, "--sheet", "Lain")[0] == 1
    assert not ImportBatch.objects.exists()


def test_the_year_may_be_given(capsys, tmp_path, tangerang):
    path = write_csv(tmp_path / "l.csv", "Nama;NIK;Produk;Omzet", "Rina;;dodol;5 juta")

    run(capsys, path, "--agency", tangerang.code, "--year", "2021", "--commit")

    assert Business.objects.get().yearly_figures.get().year == 2021
