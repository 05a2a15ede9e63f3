"""What there is to choose on every form about a person: services with their officers, and languages."""

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from booking.language.languages import endonym
from booking.models import Officer, Service
from booking.settings import settings
from booking.web.front_desk.person_form import Pair, PersonForm


def offer_choices(session: Session, form: PersonForm) -> None:
    """Puts services, officers and languages onto the page, and the page's own key."""
    form.pairs = _pairs(session)
    form.whom.choices = {"": _("Choose a service and an officer")} | {
        value: _("%(service)s: %(officer)s", service=service.name, officer=officer.name)
        for value, (service, officer) in form.pairs.items()
    }
    form.language.choices = {code: endonym(code) for code in settings().languages}
    if not form.language.data:
        form.language.data = settings().default_language
    form.key.data = form.idempotency_key


def _pairs(session: Session) -> dict[str, Pair]:
    officers = session.scalars(
        select(Officer)
        .where(Officer.active)
        .options(selectinload(Officer.services).selectinload(Service.locations))
    )
    pairs = [(service, one) for one in officers for service in one.services if service.active]
    pairs.sort(key=lambda pair: (pair[0].name.casefold(), pair[1].name.casefold()))
    return {f"{service.id}-{officer.id}": (service, officer) for service, officer in pairs}
