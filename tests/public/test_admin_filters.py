from datetime import UTC, datetime

import pytest
from django.contrib import admin

from apps.businesses.admin import BusinessAdmin
from apps.businesses.models import Business
from ikmportal.admin_filters import AutocompleteFilter, DateRangeFilter, RangeFilter
from tests.factories.accounts import UserFactory
from tests.factories.businesses import BusinessFactory, PersonFactory

pytestmark = pytest.mark.django_db


class FilteredAdmin(BusinessAdmin):
    list_filter = [
        ("created_at", DateRangeFilter),
        ("established_year", RangeFilter),
        ("owner", AutocompleteFilter),
    ]


@pytest.fixture
def officer():
    return UserFactory(superuser=True)


@pytest.fixture
def changelist(rf, officer):
    """The list of the admin for what an address asks."""

    def asked(**query):
        request = rf.get("/admin/businesses/business/", query)
        request.user = officer
        return FilteredAdmin(Business, admin.site).get_changelist_instance(request)

    return asked


@pytest.mark.parametrize(
    ("query", "years"),
    [
        ({"established_year__gte": "2000"}, [2000, 2010]),
        ({"established_year__lte": "2000"}, [1990, 2000]),
        ({"established_year__gte": "1995", "established_year__lte": "2005"}, [2000]),
        (
            {"established_year__gte": "", "established_year__lte": ""},
            [1990, 2000, 2010],
        ),
        ({"established_year__gte": "soon"}, []),
    ],
)
def test_range_keeps_what_lies_between(changelist, query, years):
    for year in (1990, 2000, 2010):
        BusinessFactory(established_year=year)

    rows = changelist(**query).queryset

    assert sorted(row.established_year for row in rows) == years


def test_range_of_days_counts_them_in_the_portals_time_zone(changelist):
    row = BusinessFactory()
    late = datetime(2026, 3, 1, 18, tzinfo=UTC)  # already 2 March in Jakarta
    Business.objects.update(created_at=late)

    before = changelist(created_at__lte="2026-03-01").queryset
    after = changelist(
        created_at__gte="2026-03-02", created_at__lte="2026-03-02"
    ).queryset

    assert (list(before), list(after)) == ([], [row])


def test_day_that_is_none_finds_nothing(changelist):
    BusinessFactory()

    assert list(changelist(created_at__gte="2026-13-40").queryset) == []


def test_look_up_takes_one_or_several(changelist):
    first, second, _third = BusinessFactory.create_batch(3)

    one = changelist(owner__in=str(first.owner_id)).queryset
    two = changelist(owner__in=f"{first.owner_id},{second.owner_id}").queryset

    assert list(one) == [first]
    assert set(two) == {first, second}


def test_look_up_of_nonsense_finds_nothing(changelist):
    BusinessFactory()

    assert list(changelist(owner__in="x").queryset) == []


def test_look_up_names_only_who_may_be_seen(rf):
    stranger = PersonFactory(name="Orang Lain")
    request = rf.get("/admin/businesses/business/", {"owner__in": str(stranger.pk)})
    request.user = UserFactory()

    found = FilteredAdmin(Business, admin.site).get_changelist_instance(request)

    (drawn,) = list(found.filter_specs[2].choices(found))
    assert "Orang Lain" not in drawn["widget"]


def test_filter_keeps_what_the_others_ask(changelist):
    found = changelist(q="dodol", established_year__gte="2000", owner__in="1")

    (drawn,) = list(found.filter_specs[1].choices(found))

    assert drawn["others"] == [("owner__in", "1"), ("q", "dodol")]
    assert drawn["low"] == {"name": "established_year__gte", "value": "2000"}
