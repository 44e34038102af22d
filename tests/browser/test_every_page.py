"""Every kind of page on a desk and a phone, in both languages and both schemes: eight ways."""

import pytest
from django.urls import resolve

from tests.browser.pages import (
    COLOURS,
    GUARDED,
    NO_PAGE,
    PUBLIC,
    STAFF,
    WAYS,
    WORDS,
    open_kind,
    problems_of,
    show_in,
)
from tests.matrix import CLOSED, Foreign, admin_names, names, rule_of

pytestmark = [pytest.mark.django_db, pytest.mark.browser, pytest.mark.slow]

# A scheme changes colours alone, which is looked at: the elements stay. So all rules of axe are
# asked in one scheme and those on colours in the other. A language changes words alone where
# the elements and their classes are the same in both: there the rules on words are asked again.
# A page that asks anew each second carries htmx's marks now and then, and the white
# space around each answer.
WHAT_STANDS_THERE = """document.documentElement.outerHTML
  .replace(/ ?htmx-[a-z]+/g, "").replace(/ class=""/g, "").replace(/>\\s+/g, ">")"""
SHAPE = """[...document.querySelectorAll("*")].map((each) =>
  `${each.tagName} ${each.getAttribute("class")} ${each.getAttribute("role")}`).join()"""
ORDER = [("desk", ""), ("desk", "/en"), ("phone", "/en"), ("phone", "")]


def look_at(windows, who, kind, stage):
    """The problems of a kind of page, by way."""
    found, shapes = {}, {}
    for size, language in ORDER:
        page = windows[who, size]
        page.emulate_media(color_scheme="light")
        open_kind(page, kind, language, stage)
        shape = page.evaluate(SHAPE)
        only_words_differ = shapes.get(size) == shape
        shapes[size] = shape
        only = WORDS if only_words_differ else None
        found[size, language, "light"] = problems_of(page, only)
        stands = page.evaluate(WHAT_STANDS_THERE)
        show_in(page, "dark")
        same = page.evaluate(WHAT_STANDS_THERE) == stands
        dark = problems_of(page, COLOURS, asked=not only_words_differ)
        found[size, language, "dark"] = dark if same else [*dark, "another page"]
    return found


@pytest.mark.parametrize("name", PUBLIC)
def test_public_page_is_accessible_within_its_policy_and_width(windows, stage, name):
    found = look_at(windows, "visitor", PUBLIC[name], stage)

    assert found == {way: [] for way in WAYS}


@pytest.mark.parametrize("name", STAFF)
def test_office_page_is_accessible_within_its_policy_and_width(windows, stage, name):
    found = look_at(windows, "officer", STAFF[name], stage)

    assert found == {way: [] for way in WAYS}


@pytest.mark.parametrize("name", GUARDED)
def test_page_of_second_factors_is_as_good(windows, stage, name):
    found = look_at(windows, "guarded", GUARDED[name], stage)

    assert found == {way: [] for way in WAYS}


def test_every_address_that_shows_a_page_is_looked_at(stage):
    kinds = [*PUBLIC.values(), *STAFF.values(), *GUARDED.values()]
    addresses = [kind.split(" -> ")[0].format(**stage.places) for kind in kinds]
    seen = {resolve(address.split("?")[0]).view_name for address in addresses}
    verbs = {name.rsplit("_", 1)[-1] for name in admin_names()}

    missing = {
        name
        for name in set(names()) - set(admin_names()) - seen - set(NO_PAGE)
        if rule_of(name) != Foreign(CLOSED) and not name.startswith("admin:")
    }

    assert missing == set()
    assert verbs - {name.rsplit("_", 1)[-1] for name in seen} == set()
