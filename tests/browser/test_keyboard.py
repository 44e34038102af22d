"""The main jobs of an office by keyboard alone: every stop on the way shows where one is."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from apps.imports.models import ImportBatch

pytestmark = [pytest.mark.django_db, pytest.mark.browser, pytest.mark.slow]

MOST_STOPS = 150
SAVED = ".notice--good"
STOP = """(wanted) => {
  const here = document.activeElement;
  const face = here.closest(".file-field") ? here.parentElement.querySelector("span") : here;
  const style = getComputedStyle(face);
  const ring = style.outlineStyle !== "none" || style.boxShadow !== "none";
  const seen = face.checkVisibility() && face.getBoundingClientRect().height > 0;
  // Past the last stop the page itself has it; the parts of a day and select2 draw their own.
  const own = here.matches("body, [type=date], [class*=select2]");
  const what = here.outerHTML.slice(0, 90);
  return { there: here.matches(wanted), seen: own || (seen && ring), what };
}"""


def walk_to(page, wanted):
    """Press Tab until `wanted` has the focus; each stop must be seen to have it."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP, wanted)
        assert stop["seen"], f"unseen: {stop['what']}"
        if stop["there"]:
            return
    raise AssertionError(f"Tab does not lead to {wanted}")


def type_into(page, wanted, text):
    walk_to(page, wanted)
    page.keyboard.type(text)


def press_on(page, wanted, key="Enter"):
    walk_to(page, wanted)
    page.keyboard.press(key)
    page.wait_for_load_state()


def test_a_list_is_sent_and_saved(visit, stage, cookie):
    batch = stage.batches["planned"]
    page = visit(cookie=cookie)
    page.goto("/en/kerja/impor/baru/")
    walk_to(page, "input[type=file]")
    walk_to(page, "main form [type=submit]")
    page.goto(f"/en{reverse('imports:detail', args=[batch])}")

    walk_to(page, f"form[action$='{batch}/simpan/'] button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.keyboard.press("Enter")
    press_on(page, "dialog [value=confirm]")

    expect(page.get_by_role("progressbar")).to_be_visible()
    assert ImportBatch.objects.get(pk=batch).state != ImportBatch.State.PLANNED


@pytest.mark.parametrize("address", ["/en/", "/en/ikm/", "/en/tentang/komponen/"])
def test_skip_link_comes_first_and_leads_to_the_content(visit, stage, address):
    page = visit()
    page.goto(address)

    press_on(page, ".skip-link")

    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize(
    ("menu", "address"), [(".site-menu", "/en/"), (".staff-menu", "/en/admin/")]
)
def test_menu_of_a_phone_closes_by_escape(visit, stage, cookie, menu, address):
    page = visit(cookie=cookie, size="phone")
    page.goto(address)

    press_on(page, f"{menu} > summary")
    walk_to(page, f"{menu} a")
    page.keyboard.press("Escape")

    expect(page.locator(menu)).not_to_have_attribute("open", "")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
