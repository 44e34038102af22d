"""Every scoped model: a row in each of two agencies, and each user sees his own."""

import pytest

from apps.accounts.scoping import scoped_models
from apps.regions.models import Region
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory
from tests.makers import MAKERS

pytestmark = pytest.mark.django_db
SCOPED = [model._meta.label for model in scoped_models() if not model._meta.proxy]


def rows_of(model_label):
    return next(
        model for model in scoped_models() if model._meta.label == model_label
    ).objects


def test_every_scoped_model_has_a_maker():
    assert sorted(SCOPED) == sorted(MAKERS)


@pytest.mark.parametrize("label", SCOPED)
def test_a_row_of_another_agency_is_invisible(label):
    mine = MAKERS[label](agency=AgencyFactory())
    MAKERS[label](agency=AgencyFactory())
    user = UserFactory(agency=agency_of(mine))

    visible = rows_of(label).visible_to(user)

    assert mine in visible
    assert {agency_of(row) for row in visible} == {user.agency}


@pytest.mark.parametrize("label", SCOPED)
def test_the_head_office_sees_the_rows_of_its_branches_but_not_the_reverse(label):
    head = AgencyFactory()
    branch = AgencyFactory(parent=AgencyFactory(parent=head))
    row = MAKERS[label](agency=branch)
    own = MAKERS[label](agency=head)

    assert row in rows_of(label).visible_to(UserFactory(agency=head))
    assert own not in rows_of(label).visible_to(UserFactory(agency=branch))


@pytest.mark.parametrize("label", SCOPED)
def test_nobody_and_the_dismissed_see_nothing(label, django_user_model):
    row = MAKERS[label](agency=AgencyFactory())
    dismissed = UserFactory(agency=agency_of(row), is_active=False)

    assert list(rows_of(label).visible_to(dismissed)) == []


def test_the_successor_of_an_agency_sees_its_rows():
    old = AgencyFactory(valid_until="2020-01-01")
    new = AgencyFactory(predecessor=old)
    business = MAKERS["businesses.Business"](agency=old)

    visible = rows_of("businesses.Business").visible_to(UserFactory(agency=new))

    assert list(visible) == [business]


def test_an_area_hides_what_lies_elsewhere_and_what_lies_nowhere_yet(tebet, setiabudi):
    agency = AgencyFactory()
    make = MAKERS["businesses.Business"]
    mine = make(agency=agency, region=tebet)
    make(agency=agency, region=setiabudi)
    make(agency=agency, region=None)
    user = UserFactory(agency=agency, area=tebet)

    assert list(rows_of("businesses.Business").visible_to(user)) == [mine]


def test_a_coached_business_is_seen_by_the_agency_that_coaches_it():
    business = MAKERS["businesses.Business"](agency=AgencyFactory())
    coach = AgencyFactory()
    user = UserFactory(agency=coach)
    assert list(rows_of("businesses.Business").visible_to(user)) == []

    business.coaching_relations.create(agency=coach)

    assert list(rows_of("businesses.Business").visible_to(user)) == [business]


def agency_of(row):
    """The agency that a row of any scoped model belongs to."""
    for path in (
        "exhibition.agency",  # before the agency that it invites
        "agency",
        "business.agency",
        "person.agency",
        "group.agency",
        "first_business.agency",
        "batch.agency",
        "occasion.agency",
        "user.agency",
        "giver.agency",
        "product.business.agency",
        "hall.exhibition.agency",
        "participation.exhibition.agency",
        "round.agency",
        "curator.round.agency",
        "candidate.round.agency",
        "assignment.candidate.round.agency",
    ):
        value = row
        for name in path.split("."):
            value = getattr(value, name, None)
        if value is not None:
            return value
    raise AssertionError(row)


@pytest.fixture
def jakarta(db):
    province = Region.objects.create(
        code="31", level=1, kind="province", name="DKI Jakarta"
    )
    return Region.objects.create(
        code="3174", level=2, kind="city", name="Jakarta Selatan", parent=province
    )


@pytest.fixture
def tebet(jakarta):
    return Region.objects.create(
        code="317401", level=3, kind="district", name="Tebet", parent=jakarta
    )


@pytest.fixture
def setiabudi(jakarta):
    return Region.objects.create(
        code="317402", level=3, kind="district", name="Setiabudi", parent=jakarta
    )
