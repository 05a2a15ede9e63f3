"""Where somebody goes back to: only ever a page of ours."""

from urllib.parse import urlsplit


def own_page(address: str | None) -> str | None:
    """The address if it is a path on this site; None for anything else, so nobody is sent elsewhere."""
    if not address or not address.startswith("/") or "\\" in address or not address.isprintable():
        return None
    parts = urlsplit(address)
    return None if parts.scheme or parts.netloc or address.startswith("//") else address
