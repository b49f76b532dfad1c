"""Pictures of every page: python -m tests.browser.screenshots FOLDER [--pages overview units] [--widths 390] [--schemes dark] [--warehouse DIR] [--highest 1800]

One PNG a page, width and scheme, as high as the page is or as --highest allows, named page-width-scheme.png. 255 colours: a third of the bytes.
"""

import argparse
import io
import tempfile
from contextlib import ExitStack
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from dashboard.navigation import PageEntry
from tests.browser import chromium
from tests.browser.reading import OFFERED, SCHEMES, WIDTHS, open_page, wait_until_whole
from tests.serving import build_sample, serving

HIGHEST = 8_000
"""Pixels; a longer page is cut there, unless --highest says otherwise."""

HEIGHT = "() => document.querySelector('[data-testid=\"stMain\"]').scrollHeight"


def picture(page: Page, url: str, entry: PageEntry, width: int, scheme: str, query: str, highest: int) -> bytes:
    """The page as PNG, cut below `highest` pixels. Streamlit scrolls inside the window, so the window is made as high as the page."""
    open_page(page, url, entry, width=width, scheme=scheme, query=query)
    page.set_viewport_size({"width": width, "height": min(highest, page.evaluate(HEIGHT) + 24)})
    wait_until_whole(page)
    page.wait_for_timeout(600)
    written = io.BytesIO()
    Image.open(io.BytesIO(page.screenshot())).convert("RGB").quantize(255).save(written, "PNG", optimize=True)
    return written.getvalue()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", nargs="+", default=[entry.name for entry in OFFERED])
    parser.add_argument("--widths", nargs="+", type=int, default=list(WIDTHS), choices=list(WIDTHS))
    parser.add_argument("--schemes", nargs="+", default=list(SCHEMES), choices=SCHEMES)
    parser.add_argument("--warehouse", type=Path, help="releases to show; the committed sample when not given")
    parser.add_argument("--query", default="", help="filter state, as in the address: year=2020&unit=0101")
    parser.add_argument("--highest", type=int, default=HIGHEST, help="pixels below which a page is cut")
    return parser.parse_args()


def main() -> None:
    """Take the pictures that the command line asks for."""
    asked = _arguments()
    asked.folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        work = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        warehouse = asked.warehouse or work / "warehouse"
        if asked.warehouse is None:
            build_sample(warehouse)
        server = stack.enter_context(serving(warehouse.resolve(), work / "server.log"))
        browser = stack.enter_context(sync_playwright()).chromium.launch(**chromium.find().launch_options())
        for entry in (entry for entry in OFFERED if entry.name in asked.pages):
            for width in asked.widths:
                for scheme in asked.schemes:
                    page = browser.new_page()
                    file = asked.folder / f"{entry.name}-{width}-{scheme}.png"
                    file.write_bytes(picture(page, server.url, entry, width, scheme, asked.query, asked.highest))
                    page.close()
                    print(file)
        browser.close()


if __name__ == "__main__":
    main()
