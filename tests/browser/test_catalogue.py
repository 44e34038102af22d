"""From a wish to its maker, on a phone, without JavaScript, by keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_keyboard import type_into, walk_to

pytestmark = [pytest.mark.django_db, pytest.mark.browser, pytest.mark.slow]

PRODUCT = "/katalog/keripik-pisang-k7m2xq/"
SHIFTS = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 500);
})"""


def slow_down(page):
    """As a cheap phone far from the mast has it: the page comes bit by bit, and its scripts later."""
    line = {"offline": False, "latency": 50, "uploadThroughput": 50_000}
    devtools = page.context.new_cdp_session(page)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": 6})
    devtools.send("Network.enable")
    devtools.send(
        "Network.emulateNetworkConditions", {**line, "downloadThroughput": 100_000}
    )


def test_from_a_wish_to_the_maker_in_four_steps(visit, stage):
    page = visit(size="phone", java_script_enabled=True)
    plain = visit(size="phone", java_script_enabled=False)
    plain.goto("/katalog/?q=keripik+pisang+halal+jakarta+selatan")
    first = plain.locator(".good h3 a").first
    assert first.get_attribute("href") == PRODUCT

    # Where one is can be asked for only with JavaScript; the portal's own is not loaded.
    page.route(re.compile(r"\.js$"), lambda route: route.abort())
    page.goto("/katalog/")
    type_into(page, "#q", "keripik pisang halal jakarta selatan")  # one
    with page.expect_navigation():
        page.keyboard.press("Enter")
    walk_to(page, f'.good a[href="{PRODUCT}"]')
    with page.expect_navigation():
        page.keyboard.press("Enter")  # two
    expect(page.locator("h1")).to_have_text("Keripik Pisang Kepok")
    walk_to(page, 'a[href^="https://wa.me/"]')  # three: the maker himself
    walk_to(page, 'a[href$="/tanya/"]')
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("form[method=post] textarea")).to_be_visible()


def test_filters_work_without_javascript(visit, stage):
    page = visit(size="phone", java_script_enabled=False)
    page.goto("/katalog/")

    page.locator("#kelompok-pangan").check()
    page.get_by_role("button", name="Terapkan").click()

    assert "kelompok=pangan" in page.url
    expect(page.locator(".good")).to_have_count(1)


def test_the_order_is_shown_as_it_is_and_keeps_the_keyboard(visit, stage):
    page = visit()
    page.goto("/katalog/")
    order = page.get_by_label("Urutkan")

    page.locator("[name=q]").fill("keripik")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=keripik**")
    expect(order.locator("option:checked")).to_have_text("Paling cocok")

    order.focus()
    page.keyboard.type("Harga te")
    page.wait_for_url("**urut=murah**")
    expect(order.locator("option:checked")).to_have_text("Harga terendah")
    expect(order).to_be_focused()
    assert page.evaluate("window.refused") == []


def test_who_scrolls_sees_more_and_comes_back_to_the_same_place(visit, stage):
    page = visit()
    page.goto("/katalog/")
    expect(page.locator(".good")).to_have_count(24)
    page.locator("#more").scroll_into_view_if_needed()
    expect(page.locator(".good")).to_have_count(31)
    last = page.locator(".good h3 a").last
    name = last.text_content()

    last.click()
    page.wait_for_load_state()
    page.go_back()

    expect(page.get_by_role("link", name=name, exact=True)).to_be_visible()


@pytest.mark.parametrize("address", ["/katalog/", PRODUCT])
@pytest.mark.parametrize("size", ["phone", "desk"])
def test_a_page_holds_still_and_nothing_holds_it_up(visit, stage, address, size):
    page = visit(size=size)
    slow_down(page)
    page.goto(address, wait_until="networkidle")

    assert page.evaluate(SHIFTS) < 0.01
    assert page.locator("img:not([width]), img:not([height])").count() == 0
    assert page.locator("head script[src]:not([type=module])").count() <= 2
    assert page.title()
    assert page.locator('link[rel="canonical"]').count() == 1
    assert page.locator('link[rel="alternate"][hreflang]').count() == 3
    assert page.locator('meta[name="description"]').get_attribute("content")
    assert page.evaluate("window.refused") == []
