"""A NIK or phone in the name of a file or sheet is shown and kept nowhere."""

import json
import re

import pytest
import xlsxwriter
from django.core.management import call_command

from apps.businesses.models import YearlyFigures
from apps.imports import batches
from apps.imports.cleaning.masking import without_numbers
from apps.imports.models import ImportBatch
from tests.factories.accounts import UserFactory
from tests.imports.lists import LIST_C

NIK, PHONE = "3671005203910002", "0812-0000-0001"
HEAD = ["Nama Pemilik", "Nama Usaha", "Produk", "Omset", "Tahun"]


@pytest.fixture
def telling(tmp_path):
    """A workbook whose file and sheets are called by somebody's NIK and phone."""
    path = tmp_path / f"binaan_{NIK}_{PHONE}.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for number, name in enumerate([f"Bu Rina {NIK}", f"Bu Rina {NIK[:-1]}3"]):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, HEAD)
            owner = ["Rina Contoh", "Siti Contoh"][number]
            sheet.write_row(1, 0, [owner, f"Usaha {owner}", "dodol", 5_000_000, 2019])
    return path


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (f"binaan_{NIK}.xlsx", "binaan_....xlsx"),
        ("binaan 0812_0000_0001.csv", "binaan ....csv"),
        ("binaan_2019-12-31.xlsx", "binaan_2019-12-31.xlsx"),
        ("Data IKM 2023 (rev 2).xlsx", "Data IKM 2023 (rev 2).xlsx"),
    ],
)
def test_only_numbers_of_people_are_taken_out(name, shown):
    assert without_numbers(name) == shown


def test_report_page_and_register_do_not_tell_them(
    telling, tangerang, tmp_path, client, capsys
):
    report = tmp_path / "report.json"
    arguments = ["--agency", tangerang.code, "--commit", "--json", str(report)]
    call_command("import_binaan", str(telling), *arguments)
    client.force_login(UserFactory(superuser=True))

    batch = ImportBatch.objects.get()
    told = [
        report.read_text(),
        client.get(batch.get_absolute_url()).content.decode(),
        str(list(YearlyFigures.objects.values_list("source", flat=True))),
        str(capsys.readouterr()),
    ]

    assert [text for text in told if NIK[:15] in text or PHONE in text] == []
    assert YearlyFigures.objects.count() == 2
    names = [sheet["name"] for sheet in json.loads(told[0])["sheets"]]
    assert names == ["Bu Rina ...", "Bu Rina ... (2)"]


def test_a_sheet_is_still_asked_for_by_its_name(telling, tangerang):
    sheet = f"Bu Rina {NIK}"

    arguments = ["--agency", tangerang.code, "--commit", "--sheet", sheet]
    call_command("import_binaan", str(telling), *arguments)

    sheets = ImportBatch.objects.get().sheets
    assert [entry["name"] for entry in sheets if entry["columns"]] == ["Bu Rina ..."]


@pytest.mark.parametrize(
    "name",
    [
        "../../jahat.csv",
        "/etc/cron.d/jahat",
        'a"\r\nX: y.csv',
        "..",
    ],
)
def test_the_name_that_a_sender_gives_is_no_path(tangerang, tmp_path, settings, name):
    settings.MEDIA_ROOT = tmp_path / "uploads"
    batch = batches.receive(LIST_C.encode(), name=name, agency=tangerang)

    [kept] = [path for path in tmp_path.rglob("*") if path.is_file()]

    assert kept.parent == tmp_path / "uploads" / "imports"
    assert re.fullmatch(r"[0-9a-f-]{36}\.sealed", kept.name)
    assert kept.name == batch.stored_as
