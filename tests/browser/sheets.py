"""Every page on contact sheets, to be looked at: python -m tests.browser.sheets FOLDER [WORDS OF A ROW].

Each row of the table as a phone and as a desk show it, in English and in Arabic, several pages on a sheet.
"""

import sys
from base64 import b64encode
from html import escape
from pathlib import Path

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from tests.browser.conftest import launch_options
from tests.browser.looking import opened, staged
from tests.browser.shown import PAGES, Shown, in_languages
from tests.browser.stage import Stage

WINDOWS: dict[str, tuple[ViewportSize, int, int]] = {
    "phone": ({"width": 360, "height": 760}, 360, 6),
    "desk": ({"width": 1280, "height": 800}, 720, 3),
}
"""The window, how wide its picture is on the sheet, and how many stand on one."""
STYLE = """<style>body { margin: 8px; display: flex; gap: 8px; align-items: start; background: #777 }
figure { margin: 0; background: #fff } figcaption { font: 13px sans-serif; background: #ff9 }
img { display: block }</style>"""


def pictured(
    shown: Shown, language: str, window: str, stages: dict[bool, Stage], browser: Browser
) -> str:
    """One page as a figure of a sheet."""
    size, width, _number = WINDOWS[window]
    with opened(shown, language, stages, browser) as page:
        page.set_viewport_size(size)
        image = b64encode(page.screenshot(full_page=True)).decode()
    caption = f"<figcaption>{escape(f'{shown} {language}')}</figcaption>"
    return f'<figure>{caption}<img width="{width}" src="data:image/png;base64,{image}"></figure>'


def sheet(figures: list[str], to: Path, browser: Browser) -> None:
    """Several pages on one sheet."""
    page = browser.new_page(viewport={"width": 2250, "height": 400})
    page.set_content(STYLE + "".join(figures))
    page.screenshot(path=to, full_page=True)
    page.close()
    print(to)  # noqa: T201


def main(folder: Path, words: str) -> None:
    """Takes every sheet of the rows with these words."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = [shown for shown in PAGES if words in str(shown)]
    with staged() as stages, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        for window, (_size, _width, number) in WINDOWS.items():
            figures = [
                pictured(shown, language, window, stages, browser)
                for shown, language in in_languages(rows)
            ]
            for first in range(0, len(figures), number):
                to = folder / f"{window}-{first // number:02}.png"
                sheet(figures[first : first + number], to, browser)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), " ".join(sys.argv[2:]))
