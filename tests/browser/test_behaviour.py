import pytest
from playwright.sync_api import expect

from tests.browser.pages import PUBLIC

pytestmark = [pytest.mark.django_db, pytest.mark.browser, pytest.mark.slow]

LIMIT = 60_000  # bytes of a page besides pictures


def focused(page):
    return page.evaluate("document.activeElement.textContent.trim()")


def test_keyboard_walks_from_the_skip_link_to_the_content(visit, stage):
    page = visit()
    page.goto("/en/ikm/")

    page.keyboard.press("Tab")
    first = focused(page)
    page.keyboard.press("Enter")

    assert first == "Skip to the content"
    assert page.evaluate("document.activeElement.id") == "main"


def test_menu_of_a_phone_opens_by_keyboard(visit, stage):
    page = visit(size="phone")
    page.goto("/en/")

    page.locator(".site-menu summary").focus()
    page.keyboard.press("Enter")

    expect(page.locator(".site-menu a", has_text="About")).to_be_visible()


def test_theme_goes_round_and_is_remembered(visit, stage):
    page = visit()
    page.goto("/en/")

    page.locator("theme-switch button:visible").press("Enter")
    page.keyboard.press("Enter")
    page.reload()

    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == (
        "rgb(20, 17, 14)"
    )


def test_filter_narrows_without_loading_the_page_and_keeps_its_address(visit, stage):
    page = visit()
    page.goto("/en/ikm/")
    page.evaluate("window.same = true")

    page.locator("#kelompok-pangan").press("Space")

    expect(page.locator(".results [role=status]")).to_have_text("1 business found")
    expect(page.locator("#wilayah-3171")).to_have_count(0)
    assert page.evaluate("window.same")
    assert "kelompok=pangan" in page.url
    assert page.evaluate("document.activeElement.id") == "kelompok-pangan"


def test_back_shows_the_whole_page_again(visit, stage):
    page = visit()
    page.goto("/en/ikm/")
    found = page.locator(".results [role=status]")
    everything = found.inner_text()
    page.locator("#kelompok-pangan").press("Space")
    expect(found).to_have_text("1 business found")

    page.go_back()

    expect(found).to_have_text(everything)
    expect(page.locator("h1")).to_have_text("IKM directory")


def test_directory_narrows_without_javascript(visit, stage):
    page = visit(java_script_enabled=False)
    page.goto("/en/ikm/")

    page.locator("#wilayah-3174").check()
    page.get_by_role("button", name="Apply").click()

    assert page.locator(".ikm-card h3 a").all_inner_texts() == ["Dodol Rina"]
    assert page.locator("#wilayah-317401").count() == 1


def test_filters_are_folded_on_a_phone(visit, stage):
    page = visit(size="phone")
    page.goto("/en/ikm/")

    expect(page.locator("#kelompok-pangan")).to_be_hidden()
    page.locator(".filters > summary").click()

    expect(page.locator("#kelompok-pangan")).to_be_visible()


def test_public_pages_are_light_besides_their_pictures(visit, stage):
    page = visit()
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.setCacheDisabled", {"cacheDisabled": True})
    transferred, pictures, weights = [], set(), {}
    network.on(
        "Network.responseReceived",
        lambda event: event["type"] == "Image" and pictures.add(event["requestId"]),
    )
    network.on(
        "Network.loadingFinished",
        lambda event: (
            event["requestId"] not in pictures
            and transferred.append(event["encodedDataLength"])
        ),
    )

    for name, kind in PUBLIC.items():
        if " -> " not in kind:
            transferred.clear()
            page.goto(kind.format(**stage.places), wait_until="networkidle")
            weights[name] = sum(transferred)

    print(weights)  # shown when one of them is too heavy
    assert {name: w for name, w in weights.items() if not 10_000 < w <= LIMIT} == {}


def test_linked_data_is_read_and_breaks_no_rule(visit, stage):
    page = visit()

    page.goto("/ikm/dodol-rina-k7m2xq/")

    text = page.locator('script[type="application/ld+json"]').text_content()
    assert page.evaluate("JSON.parse", text)["name"] == "Dodol Rina"
    assert page.evaluate("window.refused") == []


def test_tabs_of_a_form_show_one_part_and_move_by_arrows(visit, stage, cookie):
    page = visit(cookie=cookie)
    page.goto(f"/en/admin/businesses/business/{stage.business.pk}/change/")

    page.get_by_role("tab", name="Identity").press("ArrowRight")

    expect(page.get_by_role("tab", name="What it makes")).to_be_focused()
    expect(page.locator("#id_products")).to_be_visible()
    expect(page.locator("#id_brand")).to_be_hidden()


def test_form_shows_every_part_without_javascript(visit, stage, cookie):
    page = visit(cookie=cookie, java_script_enabled=False)

    page.goto(f"/en/admin/businesses/business/{stage.business.pk}/change/")

    expect(page.locator("#id_products")).to_be_visible()
    expect(page.locator("#id_brand")).to_be_visible()


def test_office_menu_of_a_phone_leads_to_the_lists(visit, stage, cookie):
    page = visit(cookie=cookie, size="phone")
    page.goto("/en/admin/")

    page.locator(".staff-menu > summary").press("Enter")
    page.locator(".staff-menu a", has_text="People").first.click()

    expect(page.locator("h1")).to_have_text("People")


def test_dialog_asks_and_can_be_left(visit, stage):
    page = visit()
    page.goto("/en/tentang/komponen/")

    page.locator("confirm-dialog > button").press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()

    expect(page.locator("dialog")).to_be_hidden()
    assert page.url.endswith("/en/tentang/komponen/")


def test_chosen_file_is_named_in_the_language_of_the_page(visit, stage, cookie):
    page = visit(cookie=cookie)
    page.goto("/kerja/impor/baru/")
    said = page.locator(".file-field__name")

    expect(said).to_have_text("Belum ada berkas yang dipilih.")
    page.set_input_files(
        "input[type=file]",
        {"name": "binaan.csv", "mimeType": "text/csv", "buffer": b"x"},
    )

    expect(said).to_have_text("binaan.csv")


def test_reference_data_is_folded_until_it_is_where_one_is(visit, stage, cookie):
    page = visit(cookie=cookie)
    page.goto("/en/admin/")
    regions = page.locator(".staff-sidebar a:not(.tasks__add)", has_text="Regions")

    expect(regions).to_be_hidden()
    page.locator(".staff-sidebar summary", has_text="Reference data").press("Enter")
    regions.click()

    expect(regions).to_be_visible()
    expect(regions).to_have_attribute("aria-current", "page")
