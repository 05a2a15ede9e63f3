"""Answering a request by the link in the officer's email, without signing in.

Mail scanners open links, so opening one only shows it; the press of a button arranges. Once it is
answered, by whatever door, the link says what came of it and does nothing more.
"""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from booking.actions import links
from booking.actions.actor import Actor
from booking.domain.errors import LinkRefused
from booking.domain.lifecycle import Status
from booking.extensions import db
from booking.models import ActorKind, Appointment, Purpose, SecureLink
from booking.web.officer import answering
from booking.web.officer.answering import Way

officer_link = Blueprint("officer_link", __name__, url_prefix="/officer/answer")


def _link(token: str) -> SecureLink:
    """The link, live or used; LinkRefused where the request has gone to another officer since."""
    link = links.recognised(db.session(), token, Purpose.ANSWER_REQUEST)
    if link.officer_id not in (None, link.appointment.officer_id):
        raise LinkRefused
    return link


def _way(token: str, appointment: Appointment) -> Way:
    here = url_for("officer_link.answer", token=token)
    return Way(
        appointment=appointment,
        actor=Actor(ActorKind.OFFICER),
        here=here,
        other_time=url_for("officer_link.other_time", token=token),
        decline=url_for("officer_link.decline", token=token),
        done=here,
        layout="layout.html",
        sees_resident=False,
    )


def _is_answered(link: SecureLink) -> bool:
    return link.used_at is not None or link.appointment.status is not Status.REQUESTED


def _answered(link: SecureLink) -> ResponseReturnValue:
    return render_template("officer/answered.html", appointment=link.appointment)


@officer_link.route("/<token>", methods=["GET", "POST"])
def answer(token: str) -> ResponseReturnValue:
    """The request and its best times; with `?time=` that one by itself, and one big button."""
    link = _link(token)
    if _is_answered(link):
        return _answered(link)
    return answering.answer(_way(token, link.appointment))


@officer_link.route("/<token>/time", methods=["GET", "POST"])
def other_time(token: str) -> ResponseReturnValue:
    """Another time."""
    link = _link(token)
    if _is_answered(link):
        return _answered(link)
    return answering.other_time(_way(token, link.appointment))


@officer_link.route("/<token>/decline", methods=["GET", "POST"])
def decline(token: str) -> ResponseReturnValue:
    """A no, with the reason and what instead."""
    link = _link(token)
    if _is_answered(link):
        return _answered(link)
    return answering.decline(_way(token, link.appointment))
