import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.pages import PUBLIC, STAFF, problems_of, ways_of

pytestmark = [pytest.mark.django_db, pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("name", PUBLIC)
def test_public_page_is_accessible_within_its_policy_and_width(windows, stage, name):
    found = []

    for way in ways_of(name):
        page = windows["visitor", way]
        answer = page.goto(way[2] + PUBLIC[name].format(**stage.places))
        assert answer.status < 500
        found += [(way, problem) for problem in problems_of(page, Axe())]

    assert found == []


@pytest.mark.parametrize("name", STAFF)
def test_office_page_is_accessible_within_its_policy_and_width(windows, stage, name):
    address = STAFF[name].format(**stage.places)
    found = []

    for way in ways_of(name):
        page = windows["officer", way]
        answer = page.goto(way[2] + address)
        assert answer.status < 500
        found += [(way, problem) for problem in problems_of(page, Axe())]

    assert found == []
