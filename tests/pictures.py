"""Take the README's pictures: `python -m tests.pictures ADDRESS`, with `dunghan demo` serving at ADDRESS."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Browser

from tests.browsers import open_browser

IMAGES = Path(__file__).parent.parent / "docs" / "images"


def take(address: str) -> None:
    """The home page as a secretary and as a phone sees it, and the first page of the newest draft."""
    IMAGES.mkdir(exist_ok=True)
    with open_browser() as browser:
        document = shoot(browser, address, "home.png", width=1280, height=1220, until=".legend")
        shoot(browser, address, "home-phone.png", width=390, height=844)
        if document:
            shoot(browser, document, "draft.png", width=880, height=1180)


def shoot(
    browser: Browser, address: str, name: str, *, width: int, height: int, until: str = ""
) -> str | None:
    """One picture, down to the element `until`; gives the address of the draft that the page leads to."""
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(address, wait_until="networkidle")
    box = page.locator(until).bounding_box() if until else None
    shown = round(box["y"] + box["height"]) + 24 if box else height
    page.screenshot(path=IMAGES / name, clip={"x": 0, "y": 0, "width": width, "height": shown})
    drafts = page.locator("a[href*='/document/d/']")
    found = drafts.last.get_attribute("href") if drafts.count() else None
    page.close()
    return found


if __name__ == "__main__":
    take(sys.argv[1])
