"""Opening a page of the dashboard in a browser and waiting until it is whole."""

from playwright.sync_api import Page

from dashboard.access import READER
from dashboard.navigation import PAGES, PageEntry, pages_of

OFFERED = tuple(pages_of(READER))
"""The pages of a server on which nobody signs in."""

WIDTHS = {1440: 900, 390: 844}
"""Widths that every page is looked at, a desk and a phone, with their heights."""

SCHEMES = ("light", "dark")

WHOLE = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    const drawn = document.querySelectorAll('[data-testid="stPlotlyChart"] .main-svg').length > 0;
    return app?.dataset.testScriptState === 'notRunning'
        && !document.querySelector('[data-testid="stSkeleton"]')
        && (drawn || !document.querySelector('[data-testid="stPlotlyChart"]'));
}"""
"""Whether the script has ended and every element stands."""


def address(url: str, entry: PageEntry, query: str = "") -> str:
    """Where a page is: the first stands at the root. `query` is the filter state, as the URL has it."""
    return f"{url}/{'' if entry is PAGES[0] else entry.name}{'?' + query if query else ''}"


def wait_until_whole(page: Page) -> None:
    """Wait for the page's title, the end of its script and the last chart."""
    page.locator('[data-testid="stMain"] h1').first.wait_for(timeout=60_000)
    page.wait_for_function(WHOLE, timeout=60_000)


def open_page(page: Page, url: str, entry: PageEntry, *, width: int = 1440, scheme: str = "light", query: str = "") -> None:
    """The page as somebody with this screen and this preference sees it."""
    page.set_viewport_size({"width": width, "height": WIDTHS[width]})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(address(url, entry, query))
    wait_until_whole(page)
