import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.agencies.models import Agency
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory, SectorCoverageFactory
from tests.factories.regions import RegionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(sign_in):
    return sign_in(UserFactory(is_superuser=True))


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_agencies_takes_constant_queries(
    officer, django_assert_max_num_queries, count
):
    for number in range(count):
        AgencyFactory(
            region=RegionFactory(code=f"31710{number}"), parent=AgencyFactory()
        )

    with django_assert_max_num_queries(7):
        officer.get(reverse("admin:agencies_agency_changelist"))


def test_an_import_names_region_and_parent_by_code(officer):
    RegionFactory(code="3174")
    parent = AgencyFactory(code="DINAS")
    data = b"code,kind,name,region,parent\nSUDIN,sudin,Suku Dinas,3174,DINAS\n"
    fields = {
        "import_file": SimpleUploadedFile("a.csv", data),
        "format": "0",
        "resource": "0",
    }

    trial = officer.post(reverse("admin:agencies_agency_import"), fields)
    confirmed = trial.context["confirm_form"].initial
    officer.post(reverse("admin:agencies_agency_process_import"), confirmed)

    branch = Agency.objects.get(code="SUDIN")
    assert (branch.region_id, branch.parent, branch.valid_from) == (
        "3174",
        parent,
        None,
    )


def test_the_coverage_of_an_agency_stands_on_its_page(officer):
    coverage = SectorCoverageFactory(local_label="kuliner")

    url = reverse("admin:agencies_agency_change", args=[coverage.agency.pk])

    assert "kuliner" in officer.get(url).content.decode()


def test_an_agency_in_use_is_not_deleted(officer):
    used = UserFactory().agency

    officer.post(
        reverse("admin:agencies_agency_delete", args=[used.pk]), {"post": "yes"}
    )

    assert Agency.objects.filter(pk=used.pk).exists()


def test_a_reader_sees_the_list_and_changes_nothing(client, roles):
    client.force_login(UserFactory(roles=["leadership"]))

    names = [
        "agencies_agency_changelist",
        "agencies_agency_add",
        "agencies_agency_import",
    ]
    answers = [client.get(reverse(f"admin:{name}")).status_code for name in names]

    assert answers == [200, 403, 403]
