"""The pictures of easy read: one beside each fact, drawn by us, and never the only way it is told.

They are backgrounds: a screen reader passes over them, and in a tagged PDF they are artifacts.
"""

from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import quote

_DRAWN = {
    "clock": '<circle cx="24" cy="24" r="19"/><path d="M24 12v12l8 6"/>',
    "person": '<circle cx="24" cy="15" r="9"/><path d="M7 44c0-11 7-17 17-17s17 6 17 17z"/>',
    "place": '<path d="M24 45C15 33 9 26 9 18a15 15 0 0 1 30 0c0 8-6 15-15 27z"/>'
    '<circle cx="24" cy="18" r="5"/>',
    "way": '<rect x="7" y="8" width="34" height="28" rx="5"/><path d="M7 24h34M24 8v16"/>'
    '<circle cx="15" cy="38" r="4"/><circle cx="33" cy="38" r="4"/>',
    "bag": '<rect x="6" y="16" width="36" height="26" rx="4"/><path d="M17 16v-6h14v6M6 28h36"/>',
    "phone": '<rect x="13" y="4" width="22" height="40" rx="4"/><path d="M13 12h22M13 35h22"/>',
    "screen": '<rect x="5" y="8" width="38" height="26" rx="3"/><path d="M24 34v8M14 42h20"/>',
    "number": '<path d="M18 6l-4 36M34 6l-4 36M7 17h35M6 31h35"/>',
    "words": '<path d="M6 8h36v25H24L13 43V33H6z"/><path d="M14 17h20M14 24h13"/>',
}


def _address(drawn: str) -> str:
    picture = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48" fill="none" stroke="#000000" '
        f'stroke-width="3" stroke-linecap="round" stroke-linejoin="round">{drawn}</svg>'
    )
    return f"data:image/svg+xml,{quote(picture)}"


SYMBOLS: Mapping[str, str] = MappingProxyType(
    {name: _address(drawn) for name, drawn in _DRAWN.items()}
)
"""Each picture as an address that holds it whole (RFC 2397), by what it shows."""
