"""What the register exports comes back without a change."""

import pytest
from django.urls import reverse

from apps.agencies.models import Agency
from apps.businesses.demo import load_businesses
from apps.businesses.demo_mess import load_mess
from apps.businesses.models import Business
from apps.regions.models import Region
from apps.regions.official import official_rows
from apps.sectors.loading import load as load_sectors
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.businesses import BusinessFactory, ClaimFactory, PersonFactory
from tests.imports.importing import planned
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
CITY = "3174"
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
    """What would change, be asked or be refused."""
    return [
        (row.decision, row.reason, row.opened["owner_name"], row.opened_changes)
        for row in batch.rows.exclude(decision="same")
    ]


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize(("form", "name"), [(XLSX, "e.xlsx"), (CSV, "e.csv")])
def test_a_masked_export_changes_nothing(client, officer, tmp_path, form, name):
    batch = imported(exported(client, officer, form), name, officer, tmp_path)

    assert batch.counts["rows"] == 3
    assert differences(batch) == []


@pytest.mark.usefixtures("register")
def test_an_export_with_whole_numbers_changes_nothing(
    client, officer, register, tmp_path
):
    content = exported(client, officer, XLSX, **WHOLE)

    batch = imported(content, "e.xlsx", officer, tmp_path)

    assert batch.counts["rows"] == 3
    assert differences(batch) == []


@pytest.fixture
def office(roles):
    """An office whose register is what the demo's is after some years: doubles, prospects, moves."""
    for row in official_rows():
        if row.code == CITY[:2] or row.code.startswith(CITY):
            Region.objects.create(**row._asdict())
    load_sectors()
    agency = AgencyFactory(code="SUDIN-JAKSEL", region_id=CITY)
    for role in ("verifier", "registrar", "approver"):
        UserFactory(agency=agency, roles=[role])
    load_businesses()
    load_mess()
    return UserFactory(agency=agency, roles=["data-administrator"])


@pytest.mark.slow
def test_all_that_the_demo_holds_comes_back_unchanged(client, office, tmp_path):
    count = Business.objects.filter(agency=office.agency).count()
    assert count > 150
    ways = [("m.xlsx", XLSX, {}), ("m.csv", CSV, {}), ("w.xlsx", XLSX, WHOLE)]

    for name, form, fields in ways:
        batch = imported(
            exported(client, office, form, **fields), name, office, tmp_path
        )
        assert batch.counts["same"] == count, differences(batch)


@pytest.mark.slow
def test_it_changes_nothing_for_the_head_of_the_tree(client, office, tmp_path):
    """Its export tells how the office below coaches, which is nothing that it does itself."""
    head = AgencyFactory(code="DINAS", region_id=CITY[:2])
    Agency.objects.filter(pk=office.agency.pk).update(parent=head)
    theirs = UserFactory(agency=head, roles=["data-administrator"])

    batch = imported(exported(client, theirs, XLSX), "m.xlsx", theirs, tmp_path)

    assert batch.counts["rows"] > 150
    assert differences(batch) == []
