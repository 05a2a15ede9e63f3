"""A visitor inside the process, who calls the WSGI application itself: no socket is measured."""

from collections.abc import Callable
from contextvars import Context
from dataclasses import dataclass
from http.cookies import SimpleCookie
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from werkzeug.test import create_environ

HOME = "https://appointments.example.org"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


class Visitor:
    """One browser's cookies, and requests that are made ready before they are measured."""

    def __init__(self, app: Flask, **headers: str) -> None:
        self.app, self.cookies, self.headers = app, SimpleCookie(), headers
        self.came_from = "127.0.0.1"
        """The address: attempts are counted by it."""

    def get(self, address: str) -> Answer:
        return self.ready(address)()

    def post(self, address: str, **fields: Any) -> Answer:
        return self.ready(address, fields)()

    def ready(self, address: str, fields: dict[str, Any] | None = None) -> Callable[[], Answer]:
        """The request, made up already; it may be sent many times."""
        path, _sign, query = address.partition("?")
        environ = create_environ(
            path=path,
            query_string=query,
            base_url=HOME,
            environ_base={"REMOTE_ADDR": self.came_from},
            method="GET" if fields is None else "POST",
            headers={
                **self.headers,
                "Cookie": self.cookies.output(attrs=[], header="", sep=";").strip(),
            },
            content_type=None if fields is None else "application/x-www-form-urlencoded",
        )
        body = urlencode(fields or {}).encode()
        environ["CONTENT_LENGTH"] = str(len(body))
        # In a context of its own: else the request would use the application context of whoever measures.
        return lambda: Context().run(self._send, environ | {"wsgi.input": BytesIO(body)})

    def _send(self, environ: dict[str, Any]) -> Answer:
        begun: list[Any] = []
        chunks = self.app.wsgi_app(environ, lambda *head: begun.extend(head))  # type: ignore[arg-type]
        body = b"".join(chunks)
        if close := getattr(chunks, "close", None):
            close()
        answer = Answer(int(begun[0].split()[0]), begun[1], body)
        for name, value in answer.headers:
            if name == "Set-Cookie":
                self.cookies.load(value)
        return answer
