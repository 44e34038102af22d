"""A bad value is given its meaning once, and may be forgotten again."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from apps.imports.correcting import Correction, correct, seal_of
from apps.imports.memories import SpellingMemory
from tests.factories.accounts import UserFactory
from tests.imports.importing import planned, write_csv

pytestmark = pytest.mark.django_db
HEAD = "Nama Pemilik,Nama Usaha,Kecamatan,No HP"


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def officer(roles, sudin):
    return UserFactory(agency=sudin, roles=["data-administrator"])


def list_with(tmp_path, agency, place, officer=None):
    row = f"Rina Contoh,Dapur Rina,{place},0812-0000-0001"
    return planned(write_csv(tmp_path / "l.csv", HEAD, row), agency, by=officer)


def region(batch):
    return batch.rows.get().opened.get("region")


def test_a_bad_value_is_mapped_once(tmp_path, sudin, officer):
    batch = list_with(tmp_path, sudin, "Kantor Selatan", officer)
    assert region(batch) != "317401"

    correct(batch, Correction(0, "C", "Tebet"), remembered_by=officer)

    assert region(batch) == "317401"
    again = list_with(tmp_path, sudin, "KANTOR  SELATAN.", officer)
    assert region(again) == "317401"
    said = {finding["code"] for finding in again.rows.get().findings}
    assert "text.remembered" in said


def test_what_is_not_to_be_remembered_is_not(tmp_path, sudin, officer):
    batch = list_with(tmp_path, sudin, "Kantor Selatan", officer)

    correct(batch, Correction(0, "C", "Tebet"))

    assert not SpellingMemory.objects.exists()
    assert region(list_with(tmp_path, sudin, "Kantor Selatan", officer)) != "317401"


def test_names_of_people_are_never_remembered(tmp_path, sudin, officer):
    batch = list_with(tmp_path, sudin, "Tebet", officer)

    correct(batch, Correction(0, "A", "Orang Lain"), remembered_by=officer)

    assert not SpellingMemory.objects.exists()


def test_the_last_meaning_holds(tmp_path, sudin, officer):
    for meaning in ("Tebet", "Kebayoran Baru"):
        SpellingMemory.objects.all().delete()
        batch = list_with(tmp_path, sudin, "Kantor Selatan", officer)
        correct(batch, Correction(0, "C", "Senen"), remembered_by=officer)
        batch = list_with(tmp_path, sudin, "Kantor Selatan", officer)
        correct(batch, Correction(0, "C", meaning), remembered_by=officer)
        assert SpellingMemory.objects.get().meaning == meaning


def test_another_agency_remembers_its_own(tmp_path, sudin, tangerang, officer):
    batch = list_with(tmp_path, sudin, "Kantor Selatan", officer)
    correct(batch, Correction(0, "C", "Tebet"), remembered_by=officer)

    other = list_with(tmp_path, tangerang, "Kantor Selatan")

    assert "text.remembered" not in {f["code"] for f in other.rows.get().findings}


def test_it_is_shown_and_forgotten(client, tmp_path, sudin, officer):
    client.force_login(officer)
    batch = list_with(tmp_path, sudin, "Kantor Selatan", officer)
    correct(batch, Correction(0, "C", "Tebet"), remembered_by=officer)
    page = client.get(reverse("imports:memory")).content.decode()
    assert "kantor selatan" in page

    known = SpellingMemory.objects.get()
    client.post(reverse("imports:forget", args=["ejaan", known.pk]))

    assert not SpellingMemory.objects.exists()


def test_nobody_forgets_for_another_agency(client, tmp_path, sudin, tangerang, officer):
    batch = list_with(tmp_path, sudin, "Kantor Selatan", officer)
    correct(batch, Correction(0, "C", "Tebet"), remembered_by=officer)
    known = SpellingMemory.objects.get()
    client.force_login(UserFactory(agency=tangerang, roles=["data-administrator"]))

    response = client.post(reverse("imports:forget", args=["ejaan", known.pk]))

    assert response.status_code == 404
    assert SpellingMemory.objects.exists()


def test_a_cell_that_somebody_else_put_right_is_not_overwritten(
    tmp_path, sudin, officer
):
    batch = list_with(tmp_path, sudin, "Kantor Selatan", officer)
    seen = seal_of("Kantor Selatan")
    correct(batch, Correction(0, "C", "Tebet"), seen=seen)

    with pytest.raises(ValidationError, match="meanwhile"):
        correct(batch, Correction(0, "C", "Senen"), seen=seen)

    assert region(batch) == "317401"
