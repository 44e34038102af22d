"""What import_binaan does with arguments and a database that nobody would wish for."""

import os
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from apps.businesses.models import Business
from apps.imports.models import ImportBatch
from tests.imports.importing import write_csv
from tests.imports.test_import_binaan import refused, run


@pytest.fixture
def path(tmp_path):
    return write_csv(tmp_path / "l.csv", "Nama;NIK;Produk", "Rina;;dodol")


def test_a_report_that_cannot_be_written_stops_the_import_before_it_begins(
    path, sudin, tmp_path
):
    folder, pipe = tmp_path / "folder", tmp_path / "pipe"
    folder.mkdir()
    os.mkfifo(pipe)

    for target in [folder, pipe, tmp_path / "link" / "r.json", path / "r.json"]:
        code, message = refused(
            path, "--agency", sudin.code, "--commit", "--json", target
        )
        assert code == 2
        assert message.endswith("cannot be written.")
    assert pipe.is_fifo()
    assert not Business.objects.exists()


def test_the_report_never_takes_the_place_of_the_list(path, sudin):
    assert refused(path, "--agency", sudin.code, "--json", path)[0] == 2
    assert path.read_text().startswith("Nama;")


def test_a_report_stays_until_the_new_one_is_whole(path, sudin, tmp_path):
    report = tmp_path / "r.json"
    report.write_text("the old one")

    with pytest.raises(CommandError):
        call_command(
            "import_binaan", path, agency=sudin.code, sheet=["No such"], json=report
        )

    assert report.read_text() == "the old one"


def test_a_report_is_written_through_a_link_and_leaves_nothing_beside_it(
    capsys, path, sudin, tmp_path
):
    folder = tmp_path / "reports"
    folder.mkdir()
    link = tmp_path / "link.json"
    link.symlink_to(folder / "r.json")

    run(capsys, path, "--agency", sudin.code, "--json", link)

    assert link.is_symlink()
    assert [file.name for file in folder.iterdir()] == ["r.json"]
    assert (folder / "r.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("year", ["²⁰²³", "٢٠٢٣", "2 23", "+2023"])
def test_a_year_is_four_plain_digits(path, sudin, year):
    assert refused(path, "--agency", sudin.code, f"--year={year}")[0] == 2


def test_a_file_name_that_is_no_utf_8(capsys, path, sudin, tmp_path):
    strange = Path(os.fsdecode(os.fsencode(tmp_path) + b"/daftar-\xe9.csv"))
    path.rename(strange)

    call_command("import_binaan", strange, agency=sudin.code, commit=True)

    assert ImportBatch.objects.get().file_name == "daftar-�.csv"


def test_a_device_is_no_list(sudin):
    assert refused("/dev/zero", "--agency", sudin.code)[0] == 2


def test_a_database_that_is_away_is_said_in_a_sentence(path, sudin):
    def execute(*args):
        raise OperationalError("connection to server on socket failed")

    with connection.execute_wrapper(execute):
        code, message = refused(path, "--agency", sudin.code, "--commit")

    assert code == 1
    assert message == "The database cannot be reached: nothing was saved."
