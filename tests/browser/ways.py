"""The ways in which people use a browser; a test names those that it is walked in, `indirect=True`."""

from typing import Any

import pytest

from tests.browser.audit import NARROW, TWICE_AS_LARGE, ZOOMED


def way(name: str, **context: Any) -> Any:
    """A way of using a browser, and what is particular about the browser."""
    return pytest.param(name, marks=pytest.mark.browser_context_args(**context), id=name)


MOUSE = way("a mouse")
KEYBOARD = way("the keyboard alone")
NO_SCRIPT = way("no JavaScript", java_script_enabled=False)
SMALL_PHONE = way("a small phone", viewport=NARROW, has_touch=True, is_mobile=True)
FORCED_COLOURS = way(
    "the keyboard in forced colours with less motion",
    forced_colors="active",
    reduced_motion="reduce",
)
ZOOM = way("the keyboard at 400 % zoom", viewport=ZOOMED, device_scale_factor=4)
LARGE_LETTERS = way("letters twice as large")

STARTED_WITH = {
    "letters twice as large": f"""const own = new CSSStyleSheet()
      own.replaceSync("{TWICE_AS_LARGE}")
      document.adoptedStyleSheets = [own]""",
}
"""What is done to every page of a way before it is shown."""
