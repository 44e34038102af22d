"""Ten jobs of an officer's day, done in a real browser three ways, with what each of them takes."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import expect

from apps.accounts.models import User
from apps.businesses.models import (
    Business,
    Consent,
    DuplicateCandidate,
    Merge,
    Person,
)
from apps.businesses.receipts import receipt_of
from ikmportal.spreadsheets import safe_parse
from tests.browser.conftest import session_of
from tests.browser.hands import Hands
from tests.factories.accounts import UserFactory
from tests.factories.businesses import (
    BusinessFactory,
    ConsentFactory,
    DuplicateCandidateFactory,
    PersonFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.browser, pytest.mark.slow]
LIST = "/admin/businesses/business/"
GOOD = ".notice--good, .messagelist .success"
WAYS = {
    "desk": {"size": "desk"},
    "phone": {"size": "phone", "has_touch": True},
    "keyboard": {"size": "desk", "by_keyboard": True},
}


@dataclass
class Case:
    """What one way of working finds: rows of its own, so that no way disturbs another."""

    way: str
    numbered: Person
    misplaced: Business
    unseen: Business
    verifier: User
    verifiers_cookie: dict
    pair: DuplicateCandidate
    renamed: Business
    agreed: Business


def make_case(way, number, agency):
    numbered = PersonFactory(agency=agency, name=f"Nomor {way}")
    BusinessFactory(agency=agency, owner=numbered, brand="Toko Nomor")
    for ending in (10, 20):
        numbered.set_phone(f"0812-0000-77{ending + number}")
        numbered.save()
    first, second = BusinessFactory.create_batch(2, agency=agency, brand=f"Dua {way}")
    renamed = BusinessFactory(agency=agency, brand=f"Benar {way}")
    renamed.brand = f"Salah {way}"
    renamed.save()
    agreed = BusinessFactory(agency=agency, listed=True, brand=f"Tarik {way}")
    verifier = UserFactory(agency=agency, roles=["verifier"])
    ConsentFactory(business=agreed, purpose=Consent.Purpose.CONTACT)
    return Case(
        way,
        numbered,
        BusinessFactory(agency=agency, brand=f"Desa {way}", region_id="3174011001"),
        BusinessFactory(agency=agency, brand=f"Dilihat {way}"),
        verifier,
        session_of(verifier),
        DuplicateCandidateFactory(
            first_business=first, second_business=second, score=1.0
        ),
        renamed,
        agreed,
    )


@pytest.fixture(scope="module")
def cases(stage, django_db_blocker):
    """Committed, as the stage itself, so that the server sees them."""
    with django_db_blocker.unblock():
        agency = stage.officer.agency
        owner = PersonFactory(agency=agency, name="Endang", phone="0812-0000-7709")
        BusinessFactory(agency=agency, owner=owner, brand="Tempe Endang Mirip")
        colleague = UserFactory(agency=agency, roles=["data-administrator"])
        found = {way: make_case(way, n, agency) for n, way in enumerate(WAYS)}
        return found | {"colleague": session_of(colleague)}


@pytest.fixture(params=WAYS)
def case(request, cases):
    return cases[request.param]


@pytest.fixture
def at_work(case, visit, cookie):
    """`at_work()`, or `at_work(cookie)`: hands of the officer, or of a colleague."""

    def begin(colleagues=None):
        way = dict(WAYS[case.way])
        by_keyboard = way.pop("by_keyboard", False)
        page = visit(cookie=colleagues or cookie, **way)
        return Hands(page, by_keyboard)

    return begin


def role(page, kind, name):
    return page.get_by_role(kind, name=name)


def test_register_at_the_counter(at_work, case):
    brand = f"Keripik {case.way}"
    hands = at_work()
    hands.go("/kerja/daftar/")
    hands.press(role(hands.page, "button", "Begin"))
    hands.write("[name=owner_name]", f"Yuni {case.way}")
    hands.write("[name=phone]", "0812-0000-7701")
    hands.press(role(hands.page, "button", "Next"))
    hands.write("[name=brand]", brand)
    hands.write("[name=products]", "keripik pisang")
    hands.write("[name=region]", "Cikini, Menteng")
    hands.press(role(hands.page, "button", "Next"))
    hands.press(role(hands.page, "button", "Register"))
    hands.press(role(hands.page, "button", "Give the receipt"))

    expect(hands.page.locator(GOOD).first).to_be_visible()
    made = Business.objects.get(brand=brand)
    assert made.region_id == "3171011001"
    assert receipt_of(made)
    assert hands.done <= 10


def test_find_by_an_old_phone_number(at_work, case):
    number = 7710 + list(WAYS).index(case.way)
    hands = at_work()
    hands.go(LIST)
    hands.write("#searchbar", f"+62 812 0000 {number}")
    hands.press("#changelist-search [type=submit]")

    expect(
        hands.page.get_by_role("link", name=case.numbered.name).first
    ).to_be_visible()
    assert str(number) not in hands.page.url
    assert hands.done <= 2


def test_correct_the_village(at_work, case):
    hands = at_work()
    hands.go(LIST)
    hands.write("#searchbar", case.misplaced.brand)
    hands.press("#changelist-search [type=submit]")
    hands.press("#result_list tbody th a")
    hands.turn_to("Place and contact")
    hands.look_up(".field-region .select2-selection", "Cikini")
    hands.press("[name=_save]")

    expect(hands.page.locator(GOOD).first).to_be_visible()
    case.misplaced.refresh_from_db()
    assert case.misplaced.region_id == "3171011001"
    assert hands.done <= 8


def test_verify(at_work, case):
    business = case.unseen
    hands = at_work(case.verifiers_cookie)
    hands.go(f"{LIST}{business.pk}/change/")
    hands.turn_to("State")
    hands.press(role(hands.page, "link", "Verify …"))
    hands.press(role(hands.page, "button", "Verified on site"))

    expect(hands.page.locator(GOOD).first).to_be_visible()
    business.refresh_from_db()
    assert business.verified_by == case.verifier
    assert hands.done <= 3


def test_merge(at_work, case):
    pair = case.pair
    hands = at_work()
    hands.go("/kerja/ganda/")
    hands.press(f"a[href$='/kerja/ganda/{pair.pk}/']")
    hands.press("[name=deed][value=merge]")

    expect(hands.page.locator(GOOD).first).to_be_visible()
    assert Merge.objects.filter(kept=pair.first_business_id).exists()
    assert hands.done <= 2


def test_put_a_field_back(at_work, case):
    business = case.renamed
    hands = at_work()
    hands.go(f"{LIST}{business.pk}/change/")
    hands.press(role(hands.page, "link", "History"))
    hands.press(role(hands.page, "button", "Put brand back"))

    expect(hands.page.locator(GOOD).first).to_be_visible()
    business.refresh_from_db()
    assert business.brand == f"Benar {case.way}"
    assert hands.done <= 2


def test_export_food_of_a_district_without_halal(at_work, case):
    hands = at_work()
    hands.go(LIST)
    open_filters(hands, case)
    hands.look_up("#changelist-filter .select2-search__field", "Kebayoran Baru")
    hands.press(hands.page.get_by_role("button", name="Apply"))
    for name in ("Food", "without halal"):
        open_filters(hands, case)
        hands.press(filter_choice(hands, name))
    hands.press(role(hands.page, "link", "Export"))
    with hands.page.expect_download() as download:
        hands.press("#content-main form [type=submit], main form [type=submit]")

    [sheet, *_more] = safe_parse(Path(download.value.path()).read_bytes())
    brands = [row.cells[1] for row in sheet.rows[1:]]
    assert brands == ["Dodol Rina"]
    assert hands.done <= 11


def open_filters(hands, case):
    if case.way == "phone":
        hands.press(hands.page.get_by_text("Filter", exact=True))


def filter_choice(hands, name):
    return hands.page.locator("#changelist-filter a", has_text=name)


def test_reveal_a_nik_with_its_reason(at_work, stage):
    hands = at_work()
    hands.go(f"/admin/businesses/person/{stage.business.owner_id}/change/")
    hands.turn_to("Who has looked")
    hands.press(role(hands.page, "link", "Show NIK and phone"))
    hands.choose("[name=reason]", "identity")
    hands.press("main form [type=submit]")

    expect(hands.page.locator("main")).to_contain_text("3171004112850001")
    assert hands.done <= 4


def test_withdraw_consent(at_work, case):
    business = case.agreed
    hands = at_work()
    hands.go(f"{LIST}{business.pk}/change/")
    hands.turn_to("State")
    hands.press(role(hands.page, "link", "Withdraw consent …"))
    hands.tick("[name=purposes][value=publication]")
    hands.press(role(hands.page, "button", "Withdraw"))

    expect(hands.page.locator(GOOD).first).to_be_visible()
    business.refresh_from_db()
    assert business.listed_at is None
    assert [each.purpose for each in business.consents.standing()] == ["contact"]
    assert hands.done <= 4


def test_print_all_that_is_held_on_a_person(at_work, stage):
    hands = at_work()
    hands.go(f"/admin/businesses/person/{stage.business.owner_id}/change/")
    hands.turn_to("Who has looked")
    hands.press(role(hands.page, "link", "All that is held"))

    printed = hands.page.pdf(format="A4")
    assert printed.startswith(b"%PDF")
    expect(hands.page.locator("main")).not_to_contain_text("3171004112850001")
    assert hands.done <= 2


def test_two_browsers_on_one_record(visit, cases, cookie):
    """The second sees what the first changed, keeps what it typed, and loses nothing silently."""
    business = cases["desk"].unseen
    first = visit(cookie=cookie)
    second = visit(cookie=cases["colleague"])
    for page in (first, second):
        page.goto(f"/en{LIST}{business.pk}/change/")
    first.locator("[name=brand]").fill("Oleh Pertama")
    first.locator("[name=_save]").first.click()
    first.wait_for_load_state()

    second.locator("[name=brand]").fill("Oleh Kedua")
    second.locator("[name=_save]").first.click()
    second.wait_for_load_state()

    business.refresh_from_db()
    assert business.brand == "Oleh Pertama"
    expect(second.locator("#content-main, .messages, main").first).to_contain_text(
        "Oleh Pertama"
    )
    assert second.locator("[name=brand]").input_value() == "Oleh Kedua"


def test_a_double_click_registers_once(visit, stage, cookie):
    page = visit(cookie=cookie)
    page.goto("/en/kerja/daftar/")
    page.get_by_role("button", name="Begin").click()
    page.locator("[name=owner_name]").fill("Klik Ganda")
    page.get_by_role("button", name="Next").click()
    page.locator("[name=products]").fill("tempe")
    page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Register").dblclick()
    page.wait_for_url("**/tanda-terima/")

    assert Person.objects.filter(name="Klik Ganda").count() == 1


def test_likely_doubles_appear_while_one_types(visit, cases, cookie):
    page = visit(cookie=cookie, size="phone")
    page.goto("/en/kerja/daftar/")
    page.get_by_role("button", name="Begin").click()

    page.locator("[name=owner_name]").type("ibu endang")
    page.locator("[name=phone]").type("081200007709")

    expect(page.locator("likely-doubles")).to_contain_text("Tempe Endang Mirip")
    assert page.evaluate("window.refused") == []


def test_likely_doubles_appear_for_what_was_typed_before_the_script_had_come(
    visit, cases, cookie
):
    page = visit(cookie=cookie, size="phone")
    page.goto("/en/kerja/daftar/")
    held = []
    page.route("**/likely-doubles*", lambda route: held.append(route))  # noqa: PLW0108  playwright looks at it
    page.get_by_role("button", name="Begin").click()

    page.locator("[name=owner_name]").type("ibu endang")
    page.locator("[name=phone]").type("081200007709")
    assert held
    for route in held:
        route.continue_()

    expect(page.locator("likely-doubles")).to_contain_text("Tempe Endang Mirip")


def test_likely_doubles_appear_in_the_admin_too(visit, cases, cookie):
    page = visit(cookie=cookie)
    page.goto("/en/admin/businesses/business/add/")

    page.locator("[name=brand]").type("tempe endang mirip")

    expect(page.locator("likely-doubles")).to_contain_text("Tempe Endang Mirip")
    assert page.evaluate("window.refused") == []
