"""Files that an import hands out: the list as it came, and an empty one to fill in."""

import io

import pytest
from django.urls import reverse
from xlsxwriter import Workbook

from apps.accounts.models import AccessRecord
from apps.imports.blank_list import HEADS, blank_list
from apps.imports.importing import read_list
from apps.imports.keeping import purge_lists
from ikmportal.spreadsheets import safe_parse, text_of
from tests.factories.accounts import UserFactory
from tests.imports.importing import planned, write_csv

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def officer(roles, sudin):
    return UserFactory(agency=sudin, roles=["data-administrator"])


@pytest.fixture
def batch(sudin, officer, tmp_path):
    path = write_csv(tmp_path / "l.csv", "Nama Pemilik,Nama Usaha", "Rina,Dapur")
    return planned(path, sudin, by=officer)


def content_of(response):
    return b"".join(response.streaming_content)


def test_the_list_comes_back_as_it_came(client, batch, officer, tmp_path):
    client.force_login(officer)

    response = client.post(reverse("imports:original", args=[batch.pk]))

    assert content_of(response) == (tmp_path / "l.csv").read_bytes()
    assert "l.csv" in response["Content-Disposition"]
    assert AccessRecord.objects.get().kind == "export"


def test_only_who_sent_it_or_may_export_whole_numbers(client, batch, sudin, roles):
    client.force_login(UserFactory(agency=sudin, roles=["registrar"]))

    response = client.post(reverse("imports:original", args=[batch.pk]))

    assert response.status_code == 403
    assert not AccessRecord.objects.filter(kind="export").exists()


def test_a_list_that_is_no_longer_kept_is_said_so(client, batch, officer):
    client.force_login(officer)
    type(batch).objects.update(stored_as="")

    response = client.post(reverse("imports:original", args=[batch.pk]), follow=True)

    assert "no longer kept" in response.content.decode()


def test_a_blank_list_offers_the_areas_of_the_agency(client, officer):
    client.force_login(officer)

    response = client.get(reverse("imports:blank"))

    sheets = {sheet.name: sheet for sheet in safe_parse(content_of(response))}
    districts = [
        text_of(row.cells[1])
        for row in sheets["Wilayah"].rows[1:]
        if len(row.cells) > 1
    ]
    assert "Tebet" in districts
    assert "Karawaci" not in districts
    assert [text_of(cell) for cell in sheets["Daftar IKM"].rows[0].cells] == [
        label for label, _width in HEADS
    ]


def test_every_head_of_the_blank_list_is_understood(sudin):
    table = safe_parse(blank_list(sudin))[0]
    heads = [text_of(cell) for cell in table.rows[0].cells]
    filled = io.BytesIO()
    with Workbook(filled) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, heads)
        sheet.write_row(1, 0, ["1", "Rina Contoh", "3174004507900003", *["1"] * 22])

    reading = read_list(filled.getvalue(), sudin)

    understood = {column.label for column in reading.sheets[0].columns}
    assert set(heads) - understood == {"No"}


def test_the_first_rows_leave_with_the_list(batch):
    assert "Rina" in str(batch.opened_tops)

    type(batch).objects.update(state="committed", committed_at="2026-01-01T00:00Z")
    purge_lists(before=batch.created_at.replace(year=2030))

    batch.refresh_from_db()
    assert batch.tops is None
