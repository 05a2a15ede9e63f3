"""An address as a square that a phone's camera reads."""

import segno
from markupsafe import Markup


def square(address: str, words: str) -> Markup:
    """The QR code as SVG with the quiet that it needs around it; `words` tell those who cannot see it."""
    code = segno.make(address, error="m", micro=False)
    drawn = code.svg_inline(
        border=4,
        dark="#000000",
        light="#ffffff",
        omitsize=True,
        title=words,
        svgclass=None,
        lineclass=None,
    )
    return Markup(drawn)  # noqa: S704 - segno escapes the title, and the address is in the squares
