"""An earlier release is chosen, kept over pages, and left again, in a real browser."""

import re

from playwright.sync_api import Page, expect

from dashboard.navigation import PAGES
from tests.browser.reading import open_page, wait_until_whole
from tests.serving import Server


def test_an_earlier_release_is_chosen_kept_and_left(page: Page, server: Server) -> None:
    open_page(page, server.url, PAGES[0], query="year=2020")
    page.get_by_role("button", name="Rilis: yang berlaku").click()
    page.get_by_test_id("stRadio").get_by_text("Per 31 Desember 2020 12.00 WIB").click()
    expect(page).to_have_url(re.compile(r"year=2020&release=\d{8}T\d{12}$"))
    warning = page.get_by_test_id("stAlert").filter(has_text="Ini bukan rilis yang berlaku. Per 31 Desember 2020 12.00 WIB")
    expect(warning).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_test_id("stSidebar").locator('a[href*="units"]').click()
    expect(page).to_have_url(re.compile(r"/units\?year=2020&release=\d{8}T\d{12}$"))
    wait_until_whole(page)
    expect(warning).to_be_visible()
    page.get_by_role("button", name="Kembali ke rilis yang berlaku").click()
    expect(page).to_have_url(re.compile(r"/units\?year=2020$"))
    expect(warning).to_have_count(0)
