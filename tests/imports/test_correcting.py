"""Cells are put right in the review: by the same rules, one or all that say the same."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from apps.businesses.models import Business
from apps.imports import batches, correcting
from apps.imports.correcting import Correction, correct
from apps.imports.models import ImportBatch
from apps.imports.sealed import unsealed
from tests.factories.accounts import UserFactory
from tests.imports.importing import ask_and_commit, planned, write_csv

pytestmark = pytest.mark.django_db
HEAD = "Nama Pemilik,NIK,No HP,Nama Usaha,Produk,Alamat,Kelurahan,Kecamatan"
LIST = [
    "Rina Contoh,3.174E+15,0812-0000-0001,Dapur Rina,keripik,Jl. Satu,Tebet Brt,Antahberantah",
    "Agus Contoh,,0812-0000-0002,Batik Agus,batik,Jl. Dua,,Antahberantah",
    "Sari Contoh,,0812-0000-0003,Endek Sari,endek,idem,,idem",
    ",,0812-0000-0004,Tanpa Nama,dodol,,,Tebet",
]


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def officer(roles, sudin):
    return UserFactory(agency=sudin, roles=["data-administrator"])


@pytest.fixture
def batch(sudin, officer, tmp_path):
    return planned(write_csv(tmp_path / "daftar.csv", HEAD, *LIST), sudin, by=officer)


def row(batch, position):
    return batch.rows.get(position=position)


def codes(batch, position):
    return {each["code"] for each in row(batch, position).findings}


def test_a_cell_is_read_again_by_the_same_rules(batch):
    assert "nik.excel_damaged" in codes(batch, 0)

    count = correct(batch, Correction(0, "B", "3174004507900003"), everywhere=False)

    assert count == 1
    assert row(batch, 0).opened["nik"] == "3174004507900003"
    assert not {code for code in codes(batch, 0) if code.startswith("nik.")}
    assert unsealed(row(batch, 0).cells)[1] == "3.174E+15"  # the file stays as it came


def test_all_cells_that_say_the_same_and_those_that_refer_to_them(batch):
    known = codes(batch, 1)

    correct(batch, Correction(1, "H", "Tebet"), everywhere=True)

    assert "region.district_unknown" in known
    regions = [row(batch, n).opened["region"] for n in range(3)]
    assert regions == ["3174011002", "317401", "317401"]
    assert not any(code.startswith("region.district") for code in codes(batch, 0))


def test_only_this_cell(batch):
    assert correct(batch, Correction(1, "H", "Kebayoran Baru"), everywhere=False) == 1

    assert row(batch, 1).opened["region"] == "317407"
    assert row(batch, 2).opened["region"] == "317407"  # «idem» as it now stands above
    assert row(batch, 0).opened_corrections == {}


def test_a_refused_row_is_taken_in_once_it_is_put_right(batch):
    assert row(batch, 3).decision == "refused"

    correct(batch, Correction(3, "A", "Wati Contoh"), everywhere=False)
    batch.refresh_from_db()

    assert row(batch, 3).decision == "create"
    assert (batch.counts["create"], batch.counts["refused"]) == (4, 0)
    ask_and_commit(batch, by=batch.created_by)
    assert batch.state == ImportBatch.State.COMMITTED
    assert Business.objects.filter(owner__name="Wati Contoh").exists()


def test_a_correction_can_make_two_rows_one(batch):
    correct(batch, Correction(1, "B", "3174004507900003"), everywhere=False)
    correct(batch, Correction(0, "B", "3174004507900003"), everywhere=False)

    first, second = row(batch, 0), row(batch, 1)
    assert {first.decision, second.decision} != {"create"}


def test_what_was_said_of_an_old_plan_goes_with_it(batch):
    ImportBatch.objects.filter(pk=batch.pk).update(notice="register_changed")

    correct(batch, Correction(3, "A", "Wati Contoh"), everywhere=False)

    batch.refresh_from_db()
    assert batch.notice == ""


def test_what_was_said_of_the_letters_stays(batch):
    ImportBatch.objects.filter(pk=batch.pk).update(notice="doubtful_letters")

    correct(batch, Correction(3, "A", "Wati Contoh"), everywhere=False)

    batch.refresh_from_db()
    assert batch.notice == "doubtful_letters"


def test_a_long_list_is_planned_when_it_is_saved(batch, monkeypatch):
    monkeypatch.setattr(correcting, "PLANNED_AT_ONCE", 2)
    correct(batch, Correction(3, "A", "Wati Contoh"), everywhere=False)
    batch.refresh_from_db()
    assert batch.notice == "planned_when_saved"

    ask_and_commit(batch, by=batch.created_by)

    assert batch.notice in {"", "register_changed"}
    if batch.state == ImportBatch.State.PLANNED:
        ask_and_commit(batch, by=batch.created_by)
    assert Business.objects.count() == 4


def test_a_long_list_may_be_planned_at_once(
    client, sudin, officer, tmp_path, monkeypatch
):
    monkeypatch.setattr(correcting, "PLANNED_AT_ONCE", 2)
    path = write_csv(tmp_path / "daftar.csv", HEAD, *LIST)
    batch = planned(path, sudin, by=officer)
    correct(batch, Correction(3, "A", "Wati Contoh"), everywhere=False)
    client.force_login(officer)
    ask = reverse("imports:plan_again", args=[batch.pk])
    assert ask in client.get(batch.get_absolute_url()).content.decode()

    client.post(ask)
    client.post(ask)  # of two clicks one is enough

    [job] = ProcrastinateJob.objects.filter(task_name="imports.read_batch")
    batches.read_and_plan(job.args["batch_id"])
    batch.refresh_from_db()
    assert (batch.state, batch.notice) == ("planned", "")
    assert row(batch, 3).decision == "create"
    ask_and_commit(batch, by=officer)
    assert batch.state == "committed"


@pytest.mark.parametrize("letter", ["Z", "ZZ", "?"])
def test_a_column_that_was_not_understood_is_refused(batch, letter):
    with pytest.raises(ValidationError, match="not understood"):
        correct(batch, Correction(0, letter, "x"), everywhere=True)


def test_what_is_saved_is_not_corrected_any_more(batch):
    ask_and_commit(batch, by=batch.created_by)

    with pytest.raises(ValidationError, match="no longer open"):
        correct(batch, Correction(0, "A", "Orang Lain"), everywhere=False)


def test_the_page_offers_the_cell_and_never_shows_a_nik(client, batch, officer):
    client.force_login(officer)
    page = client.get(reverse("imports:detail", args=[batch.pk])).content.decode()
    assert (
        '<option value="A" selected>Nama Pemilik</option>' in page
    )  # of the refused row
    assert 'name="letter" value="H"' in page
    assert 'value="Antahberantah"' in page
    assert "3.174E+15" not in page.split("</thead>")[1]

    answer = client.post(
        reverse("imports:correct", args=[batch.pk, 0]),
        {"letter": "B", "text": "3174004507900003", "page": "1"},
        follow=True,
    )

    page = answer.content.decode()
    assert answer.redirect_chain[0][0].endswith("?page=1#baris-0")
    assert "3174004507900003" not in page
    assert "1 cell was put right" in page


def test_a_text_that_is_too_long_is_told(client, batch, officer):
    client.force_login(officer)

    answer = client.post(
        reverse("imports:correct", args=[batch.pk, 0]),
        {"letter": "H", "text": "x" * 2_001},
        follow=True,
    )

    assert "2000" in answer.content.decode()
    assert row(batch, 0).opened_corrections == {}
