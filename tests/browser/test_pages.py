"""Every page in a real browser: it opens whole, at a desk and on a phone, by day and by night."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from dashboard.navigation import PAGES, PageEntry
from tests.browser.reading import SCHEMES, WIDTHS, address, open_page, wait_until_whole
from tests.serving import Server

every_page = pytest.mark.parametrize("entry", PAGES, ids=[entry.name for entry in PAGES])
"""A page that shows nothing but its title fails too: what is served is what `navigation.PAGES` lists."""

BRIGHTNESS = """() => {
    const colour = getComputedStyle(document.querySelector('[data-testid="stApp"]')).backgroundColor;
    return colour.match(/[0-9.]+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0) / 765;
}"""

OVERHANG = """() => Math.max(...[document.documentElement, document.body, document.querySelector('[data-testid="stMain"]')]
    .map(element => element.scrollWidth - element.clientWidth))"""


@every_page
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_a_page_opens_whole(page: Page, server: Server, entry: PageEntry, width: int, scheme: str) -> None:
    open_page(page, server.url, entry, width=width, scheme=scheme)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.get_by_test_id("stElementContainer").count() > 3
    assert (page.evaluate(BRIGHTNESS) < 0.5) == (scheme == "dark")
    assert page.evaluate(OVERHANG) <= 0, "the page scrolls sideways"


def test_back_leads_to_the_page_before(page: Page, server: Server) -> None:
    first, second = PAGES[0], PAGES[2]
    open_page(page, server.url, first)
    heading = page.locator('[data-testid="stMain"] h1').first.inner_text()
    page.get_by_test_id("stSidebar").locator(f'a[href*="{second.name}"]').click()
    expect(page).to_have_url(re.compile(rf"/{second.name}(\?|$)"))
    expect(page.locator('[data-testid="stMain"] h1').first).not_to_have_text(heading)
    page.go_back()
    expect(page.locator('[data-testid="stMain"] h1').first).to_have_text(heading)
    wait_until_whole(page)
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_an_address_that_is_no_page_opens_the_first(context: BrowserContext, server: Server) -> None:
    page = context.new_page()
    page.goto(f"{server.url}/nothing")
    wait_until_whole(page)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    opened = page.locator('[data-testid="stMain"] h1').first.inner_text()
    open_page(page, server.url, PAGES[0])
    expect(page.locator('[data-testid="stMain"] h1').first).to_have_text(opened)


@every_page
def test_the_filters_of_the_address_hold_on_every_page(page: Page, server: Server, entry: PageEntry) -> None:
    open_page(page, server.url, entry, query="year=2020")
    assert "year=2020" in page.url, f"{address(server.url, entry)} lost its filters"
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_test_id("stMain")).to_contain_text("2020")
