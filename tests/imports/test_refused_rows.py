"""The refused rows come back in the layout of their list, and can be sent again."""

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from apps.accounts.models import AccessRecord
from apps.imports.correcting import Correction, correct
from apps.imports.importing import read_list
from apps.imports.refused_rows import refused_as_xlsx
from tests.factories.accounts import UserFactory
from tests.imports.importing import planned, read_and_plan
from tests.imports.lists import write_list_b

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def officer(roles, denpasar):
    return UserFactory(agency=denpasar, roles=["data-administrator"])


@pytest.fixture
def batch(denpasar, officer, tmp_path):
    """List B, in which the last row has lost its owner."""
    batch = planned(write_list_b(tmp_path / "potensi.xlsx"), denpasar, by=officer)
    last = batch.rows.order_by("position").last()
    column = next(h for h in batch.sheets[0]["heads"] if h["field"] == "owner_name")
    letter = chr(ord("A") + column["index"])
    correct(batch, Correction(last.position, letter, ""), everywhere=False)
    batch.refresh_from_db()
    assert batch.counts["refused"] == 1
    return batch


def cells_of(content):
    import io  # noqa: PLC0415

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return book.get_sheet_by_index(0).to_python(skip_empty_area=False)


def test_it_has_the_titles_the_heads_the_section_and_what_is_wrong(batch):
    lines = cells_of(refused_as_xlsx(batch))

    assert "DENPASAR" in str(lines[0])
    assert lines[1][-1] == "Problem"
    sections = [line for line in lines if "SANDANG DAN KULIT" in line]
    assert len(sections) == 1
    assert not any("PANGAN" in line for line in lines)
    assert "Endek Contoh" in lines[-1]
    assert lines[-1][-1] == "The name of the owner is missing."


def test_put_right_it_is_read_like_the_list_itself(batch, denpasar, tmp_path):
    reading = read_list(refused_as_xlsx(batch), denpasar)
    assert [record.refused for record in reading.records] == ["owner_missing"]
    [record] = reading.records
    whole, _planning = read_and_plan(write_list_b(tmp_path / "b.xlsx"), denpasar)
    kept = ["business_name", "products", "investment", "commodity_group", "year"]
    assert {n: record.get(n) for n in kept} == {
        n: whole.records[-1].get(n) for n in kept
    }


def test_who_sent_it_fetches_it_and_that_is_written_down(client, batch, officer):
    client.force_login(officer)

    answer = client.post(reverse("imports:refused", args=[batch.pk]))

    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert b"".join(answer.streaming_content)[:2] == b"PK"
    record = AccessRecord.objects.get()
    assert (record.kind, record.user, record.rows) == ("export", officer, [batch.pk])


def test_another_needs_the_right_to_whole_numbers(client, batch, denpasar):
    client.force_login(UserFactory(agency=denpasar, roles=["registrar"]))

    answer = client.post(reverse("imports:refused", args=[batch.pk]))

    assert answer.status_code == 403
    assert not AccessRecord.objects.exists()


def test_once_the_list_is_gone_it_says_so(client, batch, officer):
    batch.stored_as = "gone.sealed"
    batch.save()
    client.force_login(officer)

    answer = client.post(reverse("imports:refused", args=[batch.pk]), follow=True)

    assert "no longer kept" in answer.content.decode()
