"""Every page in a real browser: it opens whole, at a desk and on a phone, by day and by night."""

import re

import pytest
from playwright.sync_api import Page, expect

from dashboard.navigation import PAGES, PageEntry
from tests.browser.reading import OFFERED, SCHEMES, WIDTHS, address, open_page, wait_until_whole
from tests.serving import Server

every_page = pytest.mark.parametrize("entry", OFFERED, ids=[entry.name for entry in OFFERED])
"""A page that shows nothing but its title fails too: what is served is what `navigation.PAGES` lists. Pages of administrators: tests/dashboard/web/."""

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


@pytest.mark.parametrize("path", ["nothing", "audit"])
def test_an_address_of_nothing_and_one_of_a_page_that_is_withheld_are_answered_alike(page: Page, server: Server, path: str) -> None:
    page.goto(f"{server.url}/{path}?lang=en")
    expect(page.get_by_text("You may not open this page, or it does not exist.")).to_be_visible(timeout=30_000)
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.get_by_test_id("stSidebar").get_by_role("link").count() == 0
    page.get_by_role("link", name="To the first page").click()
    wait_until_whole(page)
    expect(page.locator('[data-testid="stMain"] h1').first).to_have_text("Overview")


def test_the_first_page_opens_at_its_own_address_too(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/{PAGES[0].name}?year=2020&lang=en")
    wait_until_whole(page)
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator('[data-testid="stMain"] h1').first).to_have_text("Overview")
    expect(page.get_by_test_id("stMain")).to_contain_text("2020")
    page.get_by_test_id("stSidebar").locator('a[href*="units"]').click()
    expect(page.locator('[data-testid="stMain"] h1').first).to_have_text("Units")


@every_page
def test_the_filters_of_the_address_hold_on_every_page(page: Page, server: Server, entry: PageEntry) -> None:
    open_page(page, server.url, entry, query="year=2020")
    assert "year=2020" in page.url, f"{address(server.url, entry)} lost its filters"
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_test_id("stMain")).to_contain_text("2020")
