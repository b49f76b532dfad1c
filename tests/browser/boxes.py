"""Boxes of choices: opened by the keyboard, as they are drawn anew while a page is still arriving."""

from contextlib import suppress

from playwright.sync_api import Locator, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

ATTEMPTS = 20


def offered(page: Page, box: Locator, option: Locator) -> Locator:
    """An option of a box, which is open then. One that was drawn anew in between is closed again, and opened once more. Raises TimeoutError in the end."""
    for _attempt in range(ATTEMPTS):
        box.focus()
        page.keyboard.press("ArrowDown")
        with suppress(PlaywrightTimeoutError):
            option.wait_for(timeout=3_000)
            return option
    raise TimeoutError(f"the box offers no such option on {page.title()}")
