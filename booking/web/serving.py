"""How little goes over the wire: files that a browser keeps for good, and answers that are compressed.

Why so, and why compression is safe here: docs/decisions/0008-serving.md.
"""

import gzip
import hashlib
from datetime import timedelta
from functools import cache, lru_cache
from pathlib import Path

import brotli
from flask import Flask, Response, request

FOR_GOOD = timedelta(days=365)
SMALLEST = 500
"""Bytes; less than this fits one packet either way."""
CODINGS = ("br", "gzip")
"""Those we speak, the better first."""
QUICK, THOROUGH = 5, 9
"""Brotli's qualities: for an answer made now, and for a file that is compressed once."""


@cache
def static_path(folder: Path) -> str:
    """Where the files of `folder` are served: an address that is another one once any of them changes."""
    seal = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            seal.update(f"{file.relative_to(folder)}\0".encode() + file.read_bytes())
    return f"/static/{seal.hexdigest()[:12]}"


def register(app: Flask) -> None:
    """Lets browsers keep the files, and compresses every answer that gains by it."""
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = FOR_GOOD
    app.after_request(_serve_lean)


def _serve_lean(response: Response) -> Response:
    if request.endpoint == "static" and response.status_code == 200:
        response.cache_control.immutable = True
    if not _gains(response):
        return response
    response.vary.add("Accept-Encoding")
    coding = request.accept_encodings.best_match(CODINGS)
    if coding is None:
        return response
    response.direct_passthrough = False  # of a file; its bytes are wanted here
    content = response.get_data()
    if len(content) < SMALLEST:
        return response
    is_file = request.endpoint == "static"
    response.set_data(_file_compressed(content, coding) if is_file else _compressed(content, coding, QUICK))
    response.content_encoding = coding
    if response.headers.get("ETag"):
        response.set_etag(response.get_etag()[0] or "", weak=True)
    return response


def _gains(response: Response) -> bool:
    """Whether it is whole, in words, and plain so far."""
    return (
        response.status_code != 206
        and not response.content_encoding
        and (response.mimetype.startswith("text/") or response.mimetype in _WORDS)
    )


_WORDS = frozenset({"application/json", "application/problem+json", "image/svg+xml"})


def _compressed(content: bytes, coding: str, quality: int) -> bytes:
    if coding == "br":
        return bytes(brotli.compress(content, mode=brotli.MODE_TEXT, quality=quality))
    return gzip.compress(content, compresslevel=min(quality, 6), mtime=0)


@lru_cache(maxsize=64)
def _file_compressed(content: bytes, coding: str) -> bytes:
    return _compressed(content, coding, THOROUGH)
