import pytest

from apps.accounts.demo import logins
from apps.accounts.models import User
from apps.accounts.roles import ROLES
from apps.businesses.demo import load_businesses
from apps.businesses.models import Business, Person
from tests.city import build_city
from tests.factories.accounts import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(roles, settings):
    settings.DEMO_PASSWORD = PASSWORD
    build_city()


@pytest.mark.slow
def test_the_demo_is_the_same_city_each_time(city):
    assert load_businesses() == 1200
    first = list(
        Business.objects.order_by("pk").values_list("name", "slug", "products")
    )
    Business.objects.all().delete()
    Person.objects.all().delete()
    load_businesses()

    assert first == list(
        Business.objects.order_by("pk").values_list("name", "slug", "products")
    )


@pytest.mark.slow
def test_only_who_agreed_is_published_and_nobody_is_real(city):
    load_businesses()

    agreed = Business.objects.filter(consents__purpose="publication")
    assert not Business.objects.listed().exclude(pk__in=agreed).exists()
    niks = [person.nik.reveal() for person in Person.objects.exclude(nik=None)[:200]]
    assert {nik[4:6] for nik in niks} == {"00"}
    phones = [
        person.phone.reveal() for person in Person.objects.exclude(phone=None)[:200]
    ]
    assert {phone[:9] for phone in phones} == {"+62812000"}


def test_a_register_in_use_is_left_alone(city):
    load_businesses()

    assert load_businesses() == 0


def test_every_role_has_its_user_in_every_agency(city):
    head = User.objects.filter(agency__code="DPPKUKM-DKI")

    assert sorted(head.values_list("email", flat=True)) == sorted(
        f"{role.code}.dppkukm-dki@demo.invalid" for role in ROLES
    )
    assert all(user.check_password(PASSWORD) for user in head)
    assert ("registrar.dppkukm-dki@demo.invalid") in [
        email for email, _role, _name in logins()
    ]
