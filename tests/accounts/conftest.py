import pytest

from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory


@pytest.fixture
def office(roles):
    return AgencyFactory()


@pytest.fixture
def administrator(office):
    """The agency's own administrator."""
    return UserFactory(agency=office, roles=["agency-administrator"])


@pytest.fixture
def colleague(office):
    return UserFactory(agency=office)
