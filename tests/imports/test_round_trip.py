"""What the register exports comes back without a change."""

import pytest
from django.urls import reverse

from tests.factories.accounts import UserFactory
from tests.factories.businesses import BusinessFactory, ClaimFactory, PersonFactory
from tests.imports.importing import planned
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
XLSX, CSV = "0", "1"
WHOLE = {"whole": "on", "reason": "report", "explanation": "Surat 12/2026"}


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def officer(roles, sudin):
    return UserFactory(agency=sudin, roles=["data-administrator"])


@pytest.fixture
def register(sudin):
    siti = PersonFactory(
        agency=sudin,
        name="Hj. Siti Contoh",
        nik="3174004507900003",
        phone="0812-0000-0001",
    )
    budi = PersonFactory(agency=sudin, name="Budi Contoh", nik="", phone="")
    both = {"agency": sudin, "region_id": "3174011002"}
    kripcis = BusinessFactory(
        owner=siti,
        name="Dapur Siti",
        brand="Kripcis",
        products="keripik tempe",
        nib="3213210000017",
        **both,
    )
    BusinessFactory(
        owner=siti, name="Batik Siti", brand="", products="batik tulis", nib="", **both
    )
    BusinessFactory(
        owner=budi,
        name="",
        brand="Tas Budi",
        products="tas kulit",
        nib="",
        status="prospect",
        **both,
    )
    ClaimFactory(business=kripcis, scheme="halal", number="ID31110000000000001")


def exported(client, officer, form, **fields):
    sign_in(client, officer)
    url = reverse("admin:businesses_business_export")
    response = client.post(url, {"format": form, **fields})
    assert response.status_code == 200
    return response.content


def imported(content, name, officer, tmp_path):
    path = tmp_path / name
    path.write_bytes(content)
    return planned(path, officer.agency, by=officer)


def differences(batch):
    """What would change; of two businesses of one owner an officer may be asked which it is."""
    rows = batch.rows.exclude(decision__in=["same", "decide"])
    return [
        (row.decision, row.opened["owner_name"], row.opened_changes) for row in rows
    ]


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize(("form", "name"), [(XLSX, "e.xlsx"), (CSV, "e.csv")])
def test_a_masked_export_changes_nothing(client, officer, tmp_path, form, name):
    batch = imported(exported(client, officer, form), name, officer, tmp_path)

    assert (batch.counts["rows"], batch.counts["decide"] <= 1) == (3, True)
    assert differences(batch) == []


@pytest.mark.usefixtures("register")
def test_an_export_with_whole_numbers_changes_nothing(
    client, officer, register, tmp_path
):
    content = exported(client, officer, XLSX, **WHOLE)

    batch = imported(content, "e.xlsx", officer, tmp_path)

    assert (batch.counts["rows"], batch.counts["decide"] <= 1) == (3, True)
    assert differences(batch) == []
