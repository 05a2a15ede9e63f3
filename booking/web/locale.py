"""Which language a page is in, and what every page knows: the council, the languages, the way home."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import (
    Flask,
    Response,
    after_this_request,
    current_app,
    g,
    has_request_context,
    request,
    url_for,
)
from flask_babel import get_locale, gettext, refresh

from booking.language import codes, dates
from booking.language.languages import FOR_STAFF, choose, direction, endonym
from booking.language.names import shortened
from booking.language.preferences import wish
from booking.messaging.facts import has_needs, needs_support
from booking.messaging.phones import display
from booking.models import CouncilsWords
from booking.settings import settings
from booking.web.form import SWITCH, switches_language

OF_STAFF = frozenset(
    {"admin", "front_desk", "manager", "officer", "officer_link", "sent_messages", "staff"}
)
"""The doors behind which only staff read."""

KEPT_FOR = timedelta(days=365)
"""How long a browser remembers the language that was chosen in it; the privacy page says so."""


def selected() -> str:
    """The language chosen on the page, else its reader's own, else the first that the browser asks for.

    Always one that the page is in. The reader's own is known where a link was sent to them: `speak`.
    """
    if not has_request_context():
        return settings().default_language
    accepted = [tag for tag, _quality in request.accept_languages]
    return choose(accepted, _chosen() or g.get("reads"), _offered())


def speak(language: str) -> None:
    """The present page is in this language, which its reader is told things in, unless they chose another."""
    g.reads = language
    refresh()


def remember(language: str) -> None:
    """From the present page on this browser reads in this language, which was chosen in it."""
    g.chosen = language

    @after_this_request
    def keep(answer: Response) -> Response:
        answer.set_cookie(
            _cookie(),
            language,
            max_age=KEPT_FOR,
            secure=current_app.config["SESSION_COOKIE_SECURE"],
            httponly=True,
            samesite="Lax",
        )
        return answer


def _chosen() -> str | None:
    """What was chosen: a cookie of its own, for it outlives the browser's session and says nothing else."""
    return g.get("chosen") or request.cookies.get(_cookie())


def _cookie() -> str:
    return "__Host-language" if current_app.config["SESSION_COOKIE_SECURE"] else "language"


def _offered() -> Sequence[str]:
    """What the page is to be had in: staff pages in fewer languages than those of residents."""
    offered = settings().languages
    if request.blueprint not in OF_STAFF:
        return offered
    return [code for code in offered if code in FOR_STAFF] or FOR_STAFF[:1]


def register(app: Flask) -> None:
    """Gives templates what the layout needs, and the words and dates of the present language."""
    app.before_request(_remember_switch)
    app.context_processor(_known_to_every_page)
    app.jinja_env.filters.update(
        day=dates.format_day,
        day_with_year=dates.format_day_with_year,
        time_of_day=dates.format_time,
        moment=dates.format_moment,
        deadline=dates.format_deadline,
        wish=wish,
        has_needs=lambda subject, for_officer=False: (
            needs_support(subject) if for_officer else has_needs(subject)
        ),
        shortened=shortened,
        phone=lambda e164: display(e164, settings().phone_region),
    )
    app.jinja_env.globals.update(codes=codes)


def _remember_switch() -> None:
    """A page with answers offers its languages as buttons, which send the answers along."""
    if switches_language() and (code := request.form[SWITCH]) in _offered():
        remember(code)


def _known_to_every_page() -> dict[str, Any]:
    language = str(get_locale() or settings().default_language)
    opens_again = request.url_rule and "GET" in (request.url_rule.methods or ())
    here = request.full_path.rstrip("?") if opens_again else "/"
    return {
        "language": language,
        "direction": direction(language),
        "languages": [
            (code, endonym(code), url_for("pages.language", code=code, then=here))
            for code in _offered()
        ],
        "council_name": CouncilsWords(settings().council_name),
        "council_phone": settings().council_phone,
        "footer_links": _footer_links(),
        "switch_language": SWITCH,
    }


def _footer_links() -> list[tuple[str, str]]:
    return [
        (url_for("pages.accessibility"), gettext("Accessibility statement")),
        (url_for("pages.privacy"), gettext("Privacy and cookies")),
        (url_for("figures.published"), gettext("How we keep our promise")),
    ]
