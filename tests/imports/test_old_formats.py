"""XLS and ODS come in by the same door as XLSX, and say the same."""

import pytest

from apps.businesses.models import Business
from apps.imports import approving, batches
from ikmportal.spreadsheets import UnreadableFile, safe_parse
from tests.imports.importing import read_and_plan
from tests.imports.old_formats import write_ods, write_xls

ROWS = [
    ["DATA BINAAN IKM TAHUN 2019", "", "", "", ""],
    [],
    ["No", "Nama Pemilik", "NIK", "Nama Usaha", "Kelurahan"],
    [1, "Rina Contoh “é”", "3671005203910002", "Dodol Rina", "Cibodas"],
    [2, "Budi Contoh", 3671000101800001, "Souvenir Budi", "Karawaci"],
    ["", "Jumlah", 2],
]
WRITERS = {"xls": write_xls, "ods": write_ods}


@pytest.fixture(params=WRITERS)
def path(request, tmp_path):
    return WRITERS[request.param](tmp_path / f"l.{request.param}", ROWS)


def test_cells_are_read_as_they_stand(path):
    [sheet] = safe_parse(path.read_bytes())

    assert sheet.name == "Binaan"
    assert [row.number for row in sheet.rows] == [1, 3, 4, 5, 6]
    assert sheet.rows[2].cells[:4] == [1, *ROWS[3][1:4]]
    assert sheet.rows[3].cells[2] == 3671000101800001


def test_the_list_is_understood(path, tangerang):
    reading, planning = read_and_plan(path, tangerang)

    assert [record.row for record in reading.records] == [4, 5]
    assert reading.records[0].get("nik") == "3671005203910002"
    assert reading.records[1].get("nik_status") == "damaged"
    assert planning.plan.counts["create"] == 2


def test_the_list_comes_into_the_register(path, tangerang):
    batch = batches.receive(path.read_bytes(), name=path.name, agency=tangerang)
    batches.read_and_plan(batch.pk)
    approving.ask_to_commit(batch)

    batches.commit(batch.pk)

    names = Business.objects.order_by("name").values_list("name", flat=True)
    assert list(names) == ["Dodol Rina", "Souvenir Budi"]


def test_half_a_file_is_damaged(path):
    content = path.read_bytes()

    with pytest.raises(UnreadableFile) as refusal:
        safe_parse(content[: len(content) // 3])

    assert refusal.value.code == "damaged"
