"""What goes over the wire, and for how long a browser keeps it."""

import gzip
from pathlib import Path

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from booking.web.serving import static_path
from config import HERE

STYLES = (HERE / "static/kept.css").read_bytes()


@pytest.fixture
def styles(app: Flask) -> str:
    with app.test_request_context():
        return app.url_for("static", filename="kept.css")


def fetch(
    client: FlaskClient, address: str, *, method: str = "GET", **headers: str
) -> TestResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.open(address, method=method, headers=named, buffered=True)


def test_a_file_travels_compressed_as_the_browser_can_read_it(
    client: FlaskClient, styles: str
) -> None:
    plain = fetch(client, styles)
    by_gzip = fetch(client, styles, accept_encoding="gzip")
    by_brotli = fetch(client, styles, accept_encoding="gzip, deflate, br, zstd")
    assert (
        plain.data == gzip.decompress(by_gzip.data) == brotli.decompress(by_brotli.data) == STYLES
    )
    codings = [a.headers.get("Content-Encoding") for a in (plain, by_gzip, by_brotli)]
    assert codings == [None, "gzip", "br"]
    assert all("Accept-Encoding" in a.headers["Vary"] for a in (plain, by_gzip, by_brotli))
    assert len(by_brotli.data) < len(by_gzip.data) < len(STYLES) / 5


def test_a_page_travels_compressed(client: FlaskClient) -> None:
    plain = fetch(client, "/no-such-page")
    compressed = fetch(client, "/no-such-page", accept_encoding="br")
    assert compressed.headers["Content-Encoding"] == "br"
    assert len(compressed.data) < len(plain.data) / 2
    assert b"<h1" in brotli.decompress(compressed.data)


def test_a_file_is_kept_for_good_and_a_page_not_at_all(client: FlaskClient, styles: str) -> None:
    kept = fetch(client, styles).headers["Cache-Control"].split(", ")
    assert {"public", "max-age=31536000", "immutable"} == set(kept)
    assert fetch(client, "/no-such-page").headers["Cache-Control"] == "no-store"


def test_a_changed_file_has_another_address(tmp_path: Path) -> None:
    def address_with(content: str) -> str:
        (tmp_path / "kept.css").write_text(content)
        static_path.cache_clear()
        return static_path(tmp_path)

    assert address_with("a {}") == address_with("a {}") != address_with("b {}")


def test_a_kept_file_is_not_sent_again(client: FlaskClient, styles: str) -> None:
    first = fetch(client, styles, accept_encoding="br")
    again = fetch(client, styles, accept_encoding="br", if_none_match=first.headers["ETag"])
    assert (again.status_code, again.data) == (304, b"")


def test_part_of_a_file_is_sent_as_it_is(client: FlaskClient, styles: str) -> None:
    part = fetch(client, styles, accept_encoding="br", range="bytes=0-9")
    assert (part.status_code, part.data) == (206, STYLES[:10])
    assert "Content-Encoding" not in part.headers


def test_the_head_of_a_file_tells_the_length_of_its_compressed_body(
    client: FlaskClient, styles: str
) -> None:
    body = fetch(client, styles, accept_encoding="br")
    head = fetch(client, styles, accept_encoding="br", method="HEAD")
    assert head.headers["Content-Length"] == str(len(body.data))
    assert head.data == b""
