"""The score sheet on a tablet: by touch, by keyboard, without JavaScript, without a connection."""

import pytest
from playwright.sync_api import expect

from apps.catalogue.models import Assignment, CurationScore
from tests.browser.conftest import open_window, session_of
from tests.browser.pages import SIZES
from tests.factories.accounts import UserFactory
from tests.factories.curation import scored_round

pytestmark = [pytest.mark.django_db, pytest.mark.browser, pytest.mark.slow]
TABLET = {"width": 820, "height": 1180}


@pytest.fixture(scope="module")
def curators(stage, django_db_blocker):
    """Curators with two sheets each, committed: the server sees no row of a test."""
    with django_db_blocker.unblock():
        agency = stage.officer.agency
        users = UserFactory.create_batch(4, agency=agency, roles=["curator"])
        rounds = [
            scored_round(2, 0, agency=agency, curators_each=1, by=user)
            for user in users
        ]
        cookies = [session_of(user) for user in users]
    return iter(zip(rounds, cookies, strict=True))


@pytest.fixture
def tablet(chromium, portal, curators):
    """A tablet in the hands of a curator with two sheets of his own."""
    pages = []

    def take(**options):
        round_, cookie = next(curators)
        page = open_window(chromium, portal, cookie=cookie, has_touch=True, **options)
        page.set_viewport_size(TABLET)
        page.set_default_timeout(10_000)
        own = list(Assignment.objects.filter(candidate__round=round_))
        page.goto(f"/en/kerja/kurasi/menilai/{own[0].pk}/")
        pages.append(page)
        return page, round_, own

    yield take
    for page in pages:
        page.context.close()


def scores_of(assignment):
    rows = CurationScore.objects.filter(assignment=assignment)
    return list(rows.order_by("criterion").values_list("score", flat=True))


def test_sizes_of_the_other_tests_have_no_tablet():
    assert TABLET["width"] not in {width for width, _height in SIZES.values()}


def test_by_touch_each_point_is_kept_at_once(tablet):
    page, _round, own = tablet()
    lines = page.locator(".curation-line")

    for place in range(5):
        lines.nth(place).locator("label", has_text="4").tap()
        expect(lines.nth(place).locator("[role=status]")).to_contain_text("Saved")

    assert scores_of(own[0]) == [4] * 5
    assert page.locator("#progress").inner_text().endswith("1 / 2")
    box = lines.first.locator(".curation-scale label").first.bounding_box()
    assert box["height"] >= 60
    assert box["width"] >= 60
    with page.expect_navigation():
        page.get_by_role("link", name="Next").tap()
    assert page.url.endswith(f"/{own[1].pk}/")
    assert page.evaluate("window.refused") == []


def test_by_keyboard_points_and_remarks(tablet):
    page, _round, own = tablet()
    line = page.locator(".curation-line").first
    line.locator("input[type=radio]").first.focus()

    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.type("Gurih, tidak terlalu manis.")
    page.keyboard.press("Tab")
    expect(line.locator("[role=status]")).to_contain_text("Saved")
    page.wait_for_load_state("networkidle")

    score = CurationScore.objects.get(assignment=own[0])
    assert (score.score, score.remark) == (3, "Gurih, tidak terlalu manis.")


def test_without_javascript_it_is_a_plain_form(tablet):
    page, _round, own = tablet(java_script_enabled=False)

    for line in page.locator(".curation-line").all():
        line.locator("label", has_text="5").tap()
    with page.expect_navigation():
        page.get_by_role("button", name="Save and go to the next").tap()

    assert scores_of(own[0]) == [5] * 5
    assert page.url.endswith(f"/{own[1].pk}/")


def test_what_was_ticked_without_a_connection_is_sent_when_it_is_back(tablet):
    page, _round, own = tablet()
    line = page.locator(".curation-line").first
    page.context.set_offline(True)

    line.locator("label", has_text="2").tap()
    expect(line.locator("[role=status]")).to_contain_text("Not saved yet")
    assert scores_of(own[0]) == []
    page.context.set_offline(False)
    expect(line.locator("[role=status]")).to_contain_text("Saved")

    assert scores_of(own[0]) == [2]
