import pytest

from apps.businesses.demo import load_businesses
from apps.businesses.demo_mess import load_mess
from apps.businesses.models import (
    Business,
    BusinessGroup,
    Closure,
    DuplicateCandidate,
    Move,
    Person,
    ServiceRecord,
)
from tests.businesses.test_demo import city as _city

city = _city


@pytest.mark.slow
def test_the_demo_is_a_register_that_was_worked_in(city):
    load_businesses()
    before = Business.objects.count()

    waiting = load_mess()

    pairs = DuplicateCandidate.objects.waiting().count()
    assert waiting == pairs >= Business.objects.filter(status="prospect").count() // 4
    assert Business.objects.count() > before
    assert Business.objects.filter(approved_at__isnull=False).exists()
    assert not Business.objects.filter(approved_by=None, approved_at__isnull=False)
    assert {each.kind for each in BusinessGroup.objects.all()} == {
        *("joint_group", "new_entrepreneurs", "cluster")
    }
    assert Closure.objects.filter(reopened_on=None).exists()
    assert Closure.objects.exclude(reopened_on=None).exists()
    assert ServiceRecord.objects.filter(kind="machine").exists()
    assert Move.objects.exists() or Business.objects.filter(region=None).exists()
    assert not Person.objects.exclude(nik_index=None).filter(nik_status="missing")


@pytest.mark.slow
def test_it_is_made_once(city):
    load_businesses()
    load_mess()
    before = Business.objects.count()

    load_mess()

    assert Business.objects.count() == before
