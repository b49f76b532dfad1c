"""Signing in, taking a file away and signing out in a real browser: on a phone, by day and by night, without an error in the console."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from dashboard.ledger.accounts import Grant
from tests.conftest import SOUGHT
from tests.dashboard.web.conftest import PASSWORD, Guarded
from tests.dashboard.web.test_gate import a_nip

OVERHANG = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
CONTRAST = "getComputedStyle(document.body).backgroundColor"


@pytest.fixture(params=["light", "dark"])
def phone(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    """A phone whose console stays free of errors."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, color_scheme=request.param)
    problems: list[str] = []
    context.on("console", lambda message: problems.append(message.text) if message.type == "error" and not _is_sought(message.location) else None)
    yield context
    context.close()
    assert not problems


def _is_sought(location: object) -> bool:
    return str(getattr(location, "get", lambda *_: "")("url", "")).endswith(SOUGHT)


def sign_in(page: Page, guarded: Guarded, name: str, path: str) -> None:
    page.goto(f"{guarded.server.url}{path}")
    expect(page).to_have_url(re.compile(r"/sign-in\?next="))
    assert page.evaluate(OVERHANG) <= 0
    page.get_by_label("NIP atau surel").fill(name)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()


def test_a_person_signs_in_takes_a_file_away_and_leaves(
    phone: BrowserContext, guarded: Guarded, warehouse: Path, request: pytest.FixtureRequest
) -> None:
    scheme = request.node.callspec.params["phone"]
    name = f"browser.{scheme}@example.go.id"
    guarded.account(name, Grant("asn", nip=a_nip(warehouse)))
    page = phone.new_page()
    page.goto(f"{guarded.server.url}/sign-in")
    assert (page.evaluate(CONTRAST) == "rgb(255, 255, 255)") == (scheme == "light")
    sign_in(page, guarded, name, "/people?year=2021")
    expect(page).to_have_url(re.compile(r"/people\?year=2021"))
    offer = page.get_by_test_id("stDownloadButton").first.get_by_role("button")
    with page.expect_download(timeout=30_000) as taken:
        offer.click(timeout=30_000)
    assert Path(taken.value.path()).stat().st_size > 0

    other = phone.new_page()
    other.goto(f"{guarded.server.url}/account")
    assert other.evaluate(OVERHANG) <= 0
    other.get_by_role("button", name="Keluar", exact=True).click()
    expect(other).to_have_url(re.compile("/sign-in"))
    expect(page).to_have_url(re.compile("/sign-in"), timeout=10_000)
    page.goto(f"{guarded.server.url}/?year=2021")
    expect(page).to_have_url(re.compile("/sign-in"))
