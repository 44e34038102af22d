import pytest
from django.db import IntegrityError, transaction

from apps.agencies.models import Agency
from tests.factories.agencies import AgencyFactory, SectorCoverageFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("relation", ["parent", "predecessor"])
def test_an_agency_is_not_its_own_branch_or_successor(relation):
    agency = AgencyFactory()
    rows = Agency.objects.filter(pk=agency.pk)

    with (
        pytest.raises(IntegrityError, match="agencies_agency_not_its_own_parent"),
        transaction.atomic(),
    ):
        rows.update(**{relation: agency})


def test_an_agency_ends_after_it_begins():
    with (
        pytest.raises(IntegrityError, match="agencies_agency_ends_after_it_begins"),
        transaction.atomic(),
    ):
        AgencyFactory(valid_from="2020-01-01", valid_until="2019-12-31")


def test_a_label_covers_a_subsector_once():
    coverage = SectorCoverageFactory(local_label="kriya")

    with (
        pytest.raises(IntegrityError, match="agencies_sectorcoverage_label_once"),
        transaction.atomic(),
    ):
        SectorCoverageFactory(
            agency=coverage.agency, subsector=coverage.subsector, local_label="kriya"
        )


def test_within_is_the_agency_its_branches_at_any_depth_and_those_it_replaced():
    old = AgencyFactory()
    dinas = AgencyFactory(predecessor=old)
    branch = AgencyFactory(parent=dinas)
    twig = AgencyFactory(parent=branch)
    AgencyFactory()

    assert set(Agency.objects.within(dinas.pk)) == {old, dinas, branch, twig}
    assert set(Agency.objects.within(branch.pk)) == {branch, twig}


def test_an_agency_is_called_by_its_short_name():
    agency = AgencyFactory(name="Dinas Perindustrian", short_name="Disperin")

    assert [str(agency), str(AgencyFactory(name="LSP Bali"))] == [
        "Disperin",
        "LSP Bali",
    ]
