"""The plan of booths in a browser: by drag, by keyboard alone, without JavaScript, by two at once.

Each test leaves the plan as it found it: what it does it undoes, but for the last.
"""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.django_db, pytest.mark.browser, pytest.mark.slow]

DODOL = "Dodol Betawi Bang Udin"


@pytest.fixture
def address(stage):
    return f"/kerja/pameran/{stage.exhibitions['exhibition']}/denah/"


def booth(page, code):
    return page.locator(f"#booth-{code}")


def drag(page, source, target):
    start, end = source.bounding_box(), target.bounding_box()
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(end["x"] + 8, end["y"] + 8, steps=6)
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 2, steps=3)
    page.mouse.up()


def test_an_exhibitor_is_dragged_moved_swapped_taken_off_and_all_undone(
    visit, stage, cookie, address
):
    page = visit(cookie=cookie)
    page.goto(address)
    unplaced = page.locator(".plan__unplaced button", has_text=DODOL)
    first = booth(page, "A-02").get_attribute("aria-label")

    drag(page, unplaced, booth(page, "A-05"))
    expect(booth(page, "A-05")).to_have_attribute("aria-label", f"A-05: {DODOL}")
    drag(page, booth(page, "A-05"), booth(page, "A-06"))
    expect(booth(page, "A-06")).to_have_attribute("aria-label", f"A-06: {DODOL}")
    drag(page, booth(page, "A-06"), booth(page, "A-02"))
    expect(booth(page, "A-02")).to_have_attribute("aria-label", f"A-02: {DODOL}")
    expect(booth(page, "A-06")).to_have_attribute(
        "aria-label", first.replace("A-02", "A-06")
    )
    drag(page, booth(page, "A-02"), page.locator(".plan__side"))
    expect(page.locator(".plan__unplaced button", has_text=DODOL)).to_be_visible()
    for _ in range(4):
        revision = page.locator("#plan-canvas").get_attribute("data-seen")
        page.get_by_role("button", name="Urungkan").click()
        expect(page.locator("#plan-canvas")).not_to_have_attribute(
            "data-seen", revision
        )

    expect(booth(page, "A-02")).to_have_attribute("aria-label", first)
    expect(page.locator(".plan__unplaced button", has_text=DODOL)).to_be_visible()
    assert page.evaluate("window.refused") == []


def test_a_locked_booth_says_so_and_nothing_moves(visit, stage, cookie, address):
    page = visit(cookie=cookie)
    page.goto(address)

    drag(page, booth(page, "A-01"), booth(page, "A-08"))

    expect(page.get_by_role("status")).to_contain_text("dikunci di A-01")
    expect(booth(page, "A-08")).to_have_attribute("aria-label", "A-08: kosong")


def test_the_same_by_keyboard_alone(visit, stage, cookie, address):
    page = visit(cookie=cookie)
    page.goto(address)

    page.locator(".plan__unplaced button", has_text=DODOL).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text(f"{DODOL} dipilih")
    expect(booth(page, "A-01")).to_be_focused()  # the arrows go on from here
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(booth(page, "A-05")).to_have_attribute("aria-label", f"A-05: {DODOL}")
    expect(booth(page, "A-05")).to_be_focused()
    page.keyboard.press("Delete")
    expect(booth(page, "A-05")).to_have_attribute("aria-label", "A-05: kosong")
    page.keyboard.press("Control+z")
    expect(booth(page, "A-05")).to_have_attribute("aria-label", f"A-05: {DODOL}")
    page.keyboard.press("Control+z")
    expect(booth(page, "A-05")).to_have_attribute("aria-label", "A-05: kosong")


def test_what_stands_below_goes_along_and_fields_keep_their_keys(
    visit, stage, cookie, address
):
    page = visit(cookie=cookie)
    page.goto(address)
    table = page.locator("#plan-rest table")
    wide = page.locator(".plan__floor").first.evaluate("floor => floor.clientWidth")

    page.locator(".plan__unplaced button", has_text=DODOL).focus()
    page.keyboard.press("Enter")
    booth(page, "A-05").focus()
    page.keyboard.press("Enter")
    expect(table).to_contain_text(DODOL)
    page.get_by_role("searchbox", name="Saring daftar ini").fill("zzz")
    page.keyboard.press("Control+z")  # what was typed, not what was placed
    expect(booth(page, "A-05")).to_have_attribute("aria-label", f"A-05: {DODOL}")
    page.get_by_role("button", name="Urungkan").focus()
    page.keyboard.press("Enter")
    expect(table).not_to_contain_text(DODOL)
    expect(page.locator("#plan-canvas :focus")).to_have_count(1)
    page.get_by_role("button", name="Perbesar").click()

    floor = "document.querySelector('.plan__floor').clientWidth"
    page.wait_for_function(f"wide => {floor} > wide", arg=wide)


def test_messages_are_drafted_from_the_plan(visit, stage, cookie, address):
    """The form is of an included template: it must have its token."""
    page = visit(cookie=cookie)
    page.goto(address)
    forms = page.locator("main form[method=post]")
    tokens = page.locator("main form[method=post] input[name=csrfmiddlewaretoken]")

    expect(tokens).to_have_count(forms.count())


def test_the_same_by_form_without_javascript(visit, stage, cookie, address):
    page = visit(cookie=cookie, size="phone", java_script_enabled=False)
    page.goto(address)

    page.locator("#who").select_option(label=DODOL)
    page.locator("#to").select_option("A-05")
    page.get_by_role("button", name="Tempatkan atau pindahkan").click()
    expect(page.locator(".notice--good")).to_contain_text("ditempatkan di A-05")
    page.get_by_role("button", name="Urungkan").click()
    expect(page.locator(".notice--good")).to_contain_text("Diurungkan")


def test_two_organisers_see_each_other(visit, stage, cookie, address):
    one, other = visit(cookie=cookie), visit(cookie=cookie)
    one.goto(address)
    other.goto(address)

    drag(
        one,
        one.locator(".plan__unplaced button", has_text=DODOL),
        booth(one, "A-05"),
    )

    expect(booth(other, "A-05")).to_have_attribute(
        "aria-label", f"A-05: {DODOL}", timeout=9_000
    )
