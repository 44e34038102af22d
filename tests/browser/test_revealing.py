"""Whole numbers on the screen: for a minute, and not in the pages that the browser remembers."""

import pytest
from playwright.sync_api import Error

pytestmark = [pytest.mark.django_db, pytest.mark.browser, pytest.mark.slow]
NIK = "3171004112850001"


@pytest.fixture
def page(visit, stage, cookie):
    page = visit(cookie=cookie)
    page.clock.install()
    page.goto(f"/kerja/data-pribadi/{stage.business.owner_id}/")
    page.select_option("[name=reason]", "identity")
    page.get_by_role("button", name="Tampilkan NIK").click()
    page.get_by_text(NIK).wait_for()
    return page


def test_numbers_are_hidden_again_after_a_minute(page):
    page.clock.fast_forward(59_000)
    assert NIK in page.content()

    page.clock.fast_forward(2_000)

    assert NIK not in page.content()
    assert page.get_by_role("status").inner_text() == "Sudah disembunyikan kembali"


def test_the_way_back_does_not_bring_them_again(page):
    page.goto("/admin/")

    with pytest.raises(Error, match="ERR_CACHE_MISS"):
        page.go_back()
