"""The pages in a browser: nothing complains, and nothing sticks out of a phone's screen."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from itertools import pairwise

import pytest
import web_school
from browsers import open_browser
from playwright.sync_api import Page
from werkzeug.serving import make_server

from service.store import Database

PAGES = ["/", "/nhiem-vu/II.1.b", "/du-thao/6T", "/du-thao/6T/III.II.1.b.text", "/du-thao/9T", "/khong-co"]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('web') / 'web.sqlite3'}")
    web_school.fill(database)
    web_school.answer(database)
    web_school.bad_row(database)
    web_school.draft(database)
    server = make_server("127.0.0.1", 0, web_school.pages(database).application, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    database.close()


@pytest.fixture(scope="module")
def phone() -> Iterator[Page]:
    with open_browser() as browser:
        yield browser.new_page(viewport={"width": 375, "height": 800})


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_a_phone_and_the_console_stays_empty(address: str, phone: Page, path: str) -> None:
    said: list[str] = []

    def hear(message: object) -> None:
        text = str(getattr(message, "text", message))
        if path != "/khong-co" or "404" not in text:  # the browser tells of the missing page itself
            said.append(text)

    phone.on("console", hear)
    phone.on("pageerror", hear)
    try:
        phone.goto(address + path, wait_until="networkidle")
        width = phone.evaluate("document.documentElement.scrollWidth")
    finally:
        phone.remove_listener("console", hear)
        phone.remove_listener("pageerror", hear)
    assert said == []
    assert width == 375


#: Texts whose colour is too close to what is behind them (WCAG 2.1, 1.4.3).
FAINT = """() => {
  const parts = colour => (colour.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const ground = item => {
    for (let at = item; at; at = at.parentElement) {
      const found = parts(getComputedStyle(at).backgroundColor);
      if (found.length === 3 || found[3] > 0) return found;
    }
    return [255, 255, 255];
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const faint = [];
  while (texts.nextNode()) {
    const item = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !item.offsetParent) continue;
    const [a, b] = [light(parts(getComputedStyle(item).color)), light(ground(item))];
    if ((Math.max(a, b) + .05) / (Math.min(a, b) + .05) < 4.5) faint.push(texts.currentNode.data.trim());
  }
  return faint;
}"""


@pytest.mark.parametrize("path", PAGES)
def test_every_text_stands_out_from_its_ground(address: str, phone: Page, path: str) -> None:
    phone.goto(address + path)
    assert phone.evaluate(FAINT) == []


@pytest.mark.parametrize("path", PAGES)
def test_headings_go_down_one_level_at_a_time(address: str, phone: Page, path: str) -> None:
    phone.goto(address + path)
    levels = phone.eval_on_selector_all("h1, h2, h3, h4", "all => all.map(item => +item.tagName[1])")
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_chart_is_drawn(address: str, phone: Page) -> None:
    phone.goto(address, wait_until="networkidle")
    assert phone.evaluate("document.querySelector('figure img').naturalWidth") > 0


def test_a_phone_gets_the_matrix_as_a_list(address: str, phone: Page) -> None:
    phone.goto(address)
    assert phone.evaluate("document.querySelector('.heat').scrollWidth") <= 375
    assert phone.locator(".heat .unit").first.is_visible()


def test_the_first_stop_of_the_keyboard_skips_to_the_content(address: str, phone: Page) -> None:
    phone.goto(address)
    phone.keyboard.press("Tab")
    assert phone.evaluate("document.activeElement.textContent") == "Đến nội dung"
