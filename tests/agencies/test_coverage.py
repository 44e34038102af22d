from datetime import date

import pytest

from apps.agencies.coverage import coverage_counts
from tests.factories.agencies import AgencyFactory, SectorCoverageFactory
from tests.factories.sectors import CreativeSubsectorFactory

pytestmark = pytest.mark.django_db


def test_coverage_counts_only_the_days_that_it_lasts():
    agency = AgencyFactory()
    SectorCoverageFactory(
        agency=agency, since=date(2019, 1, 1), until=date(2019, 12, 31)
    )

    days = [date(2018, 12, 31), date(2019, 1, 1), date(2019, 12, 31), date(2020, 1, 1)]
    counts = [coverage_counts(agency, "16", on=day).local for day in days]

    assert counts == [0, 1, 1, 0]


def test_coverage_counts_labels_by_their_words_and_subsectors_once():
    agency, craft = AgencyFactory(), CreativeSubsectorFactory()
    for label in ("kriya", "Kerajinan"):
        SectorCoverageFactory(agency=agency, subsector=craft, local_label=label)

    counts = coverage_counts(agency, "16")

    assert (counts.local, counts.official, counts.partial, counts.listed) == (
        2,
        1,
        0,
        1,
    )


def test_a_subsector_covered_whole_by_one_label_is_not_partial():
    agency, film = AgencyFactory(), CreativeSubsectorFactory()
    SectorCoverageFactory(agency=agency, subsector=film, partial=True)
    SectorCoverageFactory(agency=agency, subsector=film)

    assert coverage_counts(agency, "16").partial == 0


def test_other_agencies_and_other_lists_do_not_count():
    agency = AgencyFactory()
    SectorCoverageFactory()
    SectorCoverageFactory(
        agency=agency, subsector=CreativeSubsectorFactory(list_version="17")
    )

    assert coverage_counts(agency, "16").local == 0
