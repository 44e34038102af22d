import pytest

from apps.agencies.coverage import CoverageCounts, coverage_counts
from apps.agencies.loading import load_demo_agencies
from apps.agencies.models import Agency
from apps.sectors.loading import load as load_sectors
from tests.factories.regions import RegionFactory

pytestmark = pytest.mark.django_db
CODES = {
    *("DPPKUKM-DKI", "SUDIN-JAKPUS", "SUDIN-JAKUT", "SUDIN-JAKBAR", "SUDIN-JAKSEL"),
    *("SUDIN-JAKTIM", "DEKRANASDA-DKI", "DISPERINDAG-TNG", "DISPERINDAG-DPS"),
    *("DITJEN-IKMA", "LSP-BALI"),
}


@pytest.fixture(autouse=True)
def demo(db):
    RegionFactory(code="3174")
    load_sectors()
    return load_demo_agencies()


def test_the_agencies_of_the_demo_have_their_fixed_codes():
    assert set(Agency.objects.valid().values_list("code", flat=True)) == CODES


def test_loading_again_adds_nothing(demo):
    assert load_demo_agencies() == demo


def test_branches_stand_under_the_dinas_and_predecessors_behind_it():
    dinas = Agency.objects.get(code="DPPKUKM-DKI")

    inside = Agency.objects.within(dinas.pk).values_list("code", flat=True)

    branches = {code for code in CODES if code.startswith("SUDIN")}
    assert set(inside) == {"DPPKUKM-DKI", "DPE-DKI"} | branches


def test_an_agency_has_its_region_when_that_is_loaded():
    regions = dict(Agency.objects.values_list("code", "region"))

    assert (regions["SUDIN-JAKSEL"], regions["LSP-BALI"]) == ("3174", None)


def test_denpasars_five_labels_are_four_official_subsectors_one_in_part():
    denpasar = Agency.objects.get(code="DISPERINDAG-DPS")

    assert coverage_counts(denpasar, "16") == CoverageCounts(
        local=5, official=4, partial=1, listed=16
    )
