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
    is_file = request.endpoint == "static"
    if is_file and response.status_code == 200:
        response.cache_control.immutable = True
    if not _gains(response):
        return response
    response.vary.add("Accept-Encoding")
    if coding := request.accept_encodings.best_match(CODINGS):
        response.direct_passthrough = False  # of a file; its bytes are wanted here
        content, compress = response.get_data(), _file_compressed if is_file else _compressed
        response.set_data(compress(content, coding))
        response.content_encoding = coding
        if entity_tag := response.get_etag()[0]:
            response.set_etag(entity_tag, weak=True)  # the same words, in other bytes
    return response


def _gains(response: Response) -> bool:
    """Whether it is whole, long enough, in words, and plain so far."""
    return (
        (response.content_length or SMALLEST) >= SMALLEST
        and response.status_code != 206
        and ((mimetype := response.mimetype or "").startswith("text/") or mimetype in _WORDS)
        and not response.content_encoding
    )


_WORDS = frozenset({"application/json", "application/problem+json", "image/svg+xml"})


def _compressed(content: bytes, coding: str, quality: int = QUICK) -> bytes:
    if coding == "br":
        return bytes(brotli.compress(content, mode=brotli.MODE_TEXT, quality=quality))
    return gzip.compress(content, mtime=0)


@lru_cache(maxsize=64)
def _file_compressed(content: bytes, coding: str) -> bytes:
    return _compressed(content, coding, THOROUGH)
