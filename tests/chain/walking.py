"""Hands at a page: something is done, and the run that it asks for has ended before the next."""

import time
from collections.abc import Callable
from weakref import WeakKeyDictionary

from playwright.sync_api import Locator, Page, WebSocket, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

OVERHANG = "(() => { const main = document.querySelector('[data-testid=\"stMain\"]'); return main.scrollWidth - main.clientWidth; })()"
MOST = 60_000

_ended: WeakKeyDictionary[Page, list[int]] = WeakKeyDictionary()
"""How many runs the server has said to have ended, by page."""


def watched(page: Page) -> Page:
    """The page, whose runs are counted from now on as the server ends them."""
    ended = _ended.setdefault(page, [])

    def note(frame: str | bytes) -> None:
        said = ForwardMsg.FromString(frame if isinstance(frame, bytes) else frame.encode())
        if said.WhichOneof("type") == "script_finished" and said.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            ended.append(said.script_finished)

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", note)

    page.on("websocket", listen)
    return page


def go(page: Page, url: str, title: str) -> None:
    """Open an address, whose page has this title."""
    page.goto(url)
    expect(page.get_by_test_id("stMain").locator("h1").first).to_have_text(title, timeout=MOST)
    whole(page)


def whole(page: Page) -> None:
    """Until the page has said everything."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning", timeout=MOST)
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0, timeout=MOST)


def after(page: Page, done: Callable[[], None]) -> None:
    """Do it, and wait until the run that it asked for has ended. Raises TimeoutError where it asked for none."""
    before, until = len(_ended[page]), time.monotonic() + MOST / 1000
    done()
    while len(_ended[page]) == before:
        if time.monotonic() > until:
            raise TimeoutError(f"no run was asked for on {page.title()}")
        page.wait_for_timeout(20)
    whole(page)


def part(page: Page, key: str) -> Locator:
    """What stands under a key."""
    return page.locator(f".st-key-{key}")


def press(page: Page, key: str) -> None:
    """The button under a key."""
    after(page, part(page, key).get_by_role("button").first.click)


def choose(page: Page, within: Locator, text: str) -> None:
    """One of several answers."""
    after(page, within.get_by_text(text, exact=True).first.click)


def write(page: Page, field: Locator, text: str) -> None:
    """A field, left behind."""

    def written() -> None:
        field.fill(text)
        page.keyboard.press("Tab")

    after(page, written)


def write_long(page: Page, field: Locator, text: str) -> None:
    """A field of several lines, left behind."""

    def written() -> None:
        field.fill(text)
        field.blur()

    after(page, written)


def write_day(page: Page, within: Locator, digits: str) -> None:
    """A day as 06052019."""

    def written() -> None:
        within.get_by_role("spinbutton").first.click()
        page.keyboard.type(digits)
        page.keyboard.press("Escape")
        page.keyboard.press("Tab")

    after(page, written)
