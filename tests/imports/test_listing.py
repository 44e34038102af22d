"""Rows by tab and by kind of finding, counted without being read."""

import pytest
from django.urls import reverse

from apps.imports.correcting import Correction, correct
from tests.factories.accounts import UserFactory
from tests.imports.importing import planned, write_csv

pytestmark = pytest.mark.django_db
HEAD = "Nama Pemilik,NIK,Nama Usaha,Kecamatan"


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def batch(client, roles, sudin, tmp_path):
    officer = UserFactory(agency=sudin, roles=["data-administrator"])
    client.force_login(officer)
    rows = [f"Rina {n},3.174E+15,Dapur {n},Tebet" for n in range(60)]
    rows += [f"Agus {n},,Batik {n},Antahberantah" for n in range(3)]
    return planned(write_csv(tmp_path / "l.csv", HEAD, *rows), sudin, by=officer)


def shown(client, batch, **query):
    response = client.get(reverse("imports:detail", args=[batch.pk]), query)
    return response, [row.row.position for row in response.context["rows"]]


def test_kinds_are_counted_with_errors_first(client, batch):
    response, _rows = shown(client, batch)

    kinds = response.context["kinds"]
    assert (kinds[0]["level"], kinds[0]["count"]) == ("error", 60)
    unknown = next(k for k in kinds if "district_unknown" in k["url"])
    assert unknown["count"] == 3
    assert "%(" not in unknown["label"]


def test_rows_of_one_kind(client, batch):
    _response, rows = shown(client, batch, temuan="region.district_unknown")

    assert rows == [60, 61, 62]


def test_pages_of_one_kind(client, batch):
    response, rows = shown(client, batch, temuan="nik.excel_damaged", page=3)

    assert rows == list(range(50, 60))
    assert "temuan=nik.excel_damaged" in response.context["query"]


@pytest.mark.parametrize("unknown", ["x", "%00", "nik'"])
def test_an_unknown_kind_is_all_rows(client, batch, unknown):
    _response, rows = shown(client, batch, temuan=unknown)

    assert rows == list(range(25))


def test_counts_follow_corrections(client, batch):
    correct(batch, Correction(60, "D", "Tebet"), everywhere=True)

    batch.refresh_from_db()
    assert "region.district_unknown" not in batch.kinds


def test_faulty_cells_are_marked(client, batch):
    page = client.get(batch.get_absolute_url()).content.decode()

    assert "import-bad" in page
