"""Reading: the free times of a day as JSON, and the page on which a resident chooses one."""

import re
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask, render_template
from jinja2 import DictLoader

from tests.bench.bare import free_times_app
from tests.bench.council import council_app
from tests.bench.journeys import before_the_time
from tests.bench.rounds import paired
from tests.bench.row import Row, share_of_limit
from tests.bench.visitor import Answer, Visitor

QUESTION = "/officers/sam-okafor/free-times?service=housing&day=2026-11-26"
RADIO = re.compile(
    r'(<div class="govuk-radios__item">\s*<input[^>]*? id=")([^"]+)("[^>]*? value=")([^"]+)("[^>]*>'
    r'\s*<label[^>]*? for=")([^"]+)("[^>]*>)([^<]+)(</label>\s*</div>)'
)
A_DAYS_TIMES = "/request/times/2026-11-26"
SOONEST = "/request/time"


def rows(options: Namespace) -> Iterator[Row]:
    with TemporaryDirectory() as place:
        database = Path(place) / "kept.sqlite3"
        with council_app(f"sqlite:///{database}", appointments=150) as (app, council):
            yield _free_times(options, app, database)
            resident = before_the_time(app, council, council.sam.id)
            for what, address in (("every time of a day", A_DAYS_TIMES), ("soonest", SOONEST)):
                ours = resident.ready(address)
                limit = Visitor(_written_by_hand(ours().body.decode())).ready("/")
                _same_page(ours(), limit())
                measured = paired(ours, limit, rounds=options.rounds, each=options.each)
                yield share_of_limit(f"page to choose a time: {what}", measured, 0.6)


def _free_times(options: Namespace, app: Flask, database: Path) -> Row:
    ours = Visitor(app).ready(f"/api{QUESTION}")
    limit = Visitor(free_times_app(database, app.extensions["clock"])).ready(QUESTION)
    if ours().body != limit().body:
        raise RuntimeError("the prototype answers otherwise")
    measured = paired(ours, limit, rounds=options.rounds, each=options.each)
    return share_of_limit("free times of a day, JSON", measured, 0.5)


def _written_by_hand(page: str) -> Flask:
    """A bare application that answers with this very page, from a template with a loop over its times.

    What changes from answer to answer, the nonce and the token of the form, is filled in as well.
    """
    radios = list(RADIO.finditer(page))
    first, ends = radios[0], [radios[0].start(), *(radio.end() for radio in radios)]
    gaps = [page[end : radio.start()] for end, radio in zip(ends, radios, strict=False)]
    times = [(gap, radio[2], radio[4], radio[8]) for gap, radio in zip(gaps, radios, strict=True)]
    circle = f"{first[1]}{{{{ id }}}}{first[3]}{{{{ value }}}}{first[5]}"
    label = f"{{{{ id }}}}{first[7]}{{{{ label }}}}{first[9]}"
    loop = (
        f"{{% for gap, id, value, label in times %}}{{{{ gap|safe }}}}{circle}{label}{{% endfor %}}"
    )
    nonce, token = _varying(page)
    template = page[: ends[0]] + loop + page[ends[-1] :]
    template = template.replace(nonce, "{{ nonce }}").replace(token, "{{ token }}")
    app = Flask("bare")
    app.jinja_loader = DictLoader({"times.html": template})

    @app.get("/")
    def choose_a_time() -> str:
        return render_template("times.html", times=times, nonce=nonce, token=token)

    return app


def _varying(page: str) -> tuple[str, str]:
    nonce = re.search(r'nonce="([^"]+)"', page)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert nonce, page
    assert token, page
    return nonce[1], token[1]


def _same_page(ours: Answer, limit: Answer) -> None:
    pages = []
    for answer in (ours, limit):
        page = answer.body.decode()
        for varies in _varying(page):
            page = page.replace(varies, "")
        pages.append(page)
    if pages[0] != pages[1]:
        raise RuntimeError("the page written by hand is another one")
