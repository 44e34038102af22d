"""A product with two photos, entered on a phone and by keyboard alone, in a real browser."""

import pytest
from playwright.sync_api import expect

from apps.catalogue.models import Product
from tests.browser.conftest import open_window
from tests.catalogue.pictures_of import halves, photo

pytestmark = [pytest.mark.django_db, pytest.mark.browser, pytest.mark.slow]
FILES = [
    {"name": "depan.jpg", "mimeType": "image/jpeg", "buffer": photo(1200, 900)},
    {"name": "samping.png", "mimeType": "image/png", "buffer": halves(1600, 900)},
]
GOOD = ".notice--good"


@pytest.mark.parametrize("way", ["phone", "keyboard", "without JavaScript"])
def test_a_product_with_two_photos_is_entered(chromium, portal, stage, cookie, way):
    options = {
        "phone": {"size": "phone", "has_touch": True},
        "keyboard": {},
        "without JavaScript": {"java_script_enabled": False},
    }[way]
    page = open_window(chromium, portal, cookie=cookie, **options)
    page.goto(f"/kerja/produk/baru/?ikm={stage.business.pk}")
    name = f"Keripik {way}"

    fill(page, "name", name, way)
    fill(page, "price", "Rp 18.000", way)
    press(page, "main form.stack [type=submit]", way)
    expect(page.locator(GOOD)).to_be_visible()
    page.set_input_files("[name=photos]", FILES)
    fill(page, "alt", "Keripik dalam kemasan", way)
    press(page, "main form[enctype] [type=submit]", way)
    expect(page.locator(".photo-card")).to_have_count(2)
    press(page, ".photo-card:nth-child(2) [value=maju]", way)
    expect(page.locator(GOOD)).to_be_visible()

    made = Product.objects.get(name=name)
    assert made.price == 18000
    assert list(made.photos.values_list("width", flat=True)) == [1600, 1200]
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.context.close()


def fill(page, name, text, way):
    field = page.locator(f"main form [name={name}]").first
    if way == "keyboard":
        reach(page, field)
        page.keyboard.press("Control+a")
        page.keyboard.type(text)
    else:
        field.fill(text)


def press(page, selector, way):
    button = page.locator(selector).first
    if way == "keyboard":
        reach(page, button)
        page.keyboard.press("Enter")
    elif way == "phone":
        button.tap()
    else:
        button.click()
    page.wait_for_load_state()


def reach(page, target):
    """Go there by the tabulator, as somebody without a mouse does."""
    for _key in range(120):
        if target.evaluate("(element) => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{target} is not reached by the keyboard")


def test_photos_are_dragged_into_order(chromium, portal, stage, cookie):
    page = open_window(chromium, portal, cookie=cookie)
    page.goto("/kerja/produk/{product}/foto/".format(**stage.places))
    cards = page.locator(".photo-card")
    before = cards.nth(0).get_attribute("data-photo")

    cards.nth(1).drag_to(cards.nth(0), target_position={"x": 10, "y": 60})

    expect(page.locator(GOOD)).to_be_visible()
    assert cards.nth(1).get_attribute("data-photo") == before
    page.context.close()


def test_the_cut_is_moved_and_sized_by_hand(chromium, portal, stage, cookie):
    page = open_window(chromium, portal, cookie=cookie)
    page.goto("/kerja/produk/foto/{photo}/".format(**stage.places))
    page.locator("[data-grip]").scroll_into_view_if_needed()
    grip = page.locator("[data-grip]").bounding_box()

    drag(page, middle(grip), (-120, -90))
    sized = float(page.locator("[name=width]").input_value())
    drag(page, middle(page.locator("[data-box]").bounding_box()), (60, 40))

    assert sized < 95
    assert float(page.locator("[name=left]").input_value()) > 1
    assert float(page.locator("[name=width]").input_value()) == sized
    page.locator("[name=cut]").click()
    expect(page.locator(GOOD)).to_be_visible()
    assert page.evaluate("window.refused") == []
    page.context.close()


def middle(box):
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page, start, by):
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0] + by[0], start[1] + by[1], steps=6)
    page.mouse.up()
