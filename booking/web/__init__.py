"""The doors: one package per audience, guarded by one table of access."""

from flask import Flask
from flask_babel import Babel
from werkzeug.middleware.proxy_fix import ProxyFix

from booking.web import access, errors, leaving, locale, navigation, protection, serving
from booking.web.admin import admin
from booking.web.api import api
from booking.web.front_desk import front_desk
from booking.web.manager import manager
from booking.web.officer import officer, officer_link
from booking.web.operations import operations
from booking.web.pages import pages
from booking.web.public_figures import figures
from booking.web.resident import here, manage, resident
from booking.web.sent_messages import sent_messages
from booking.web.staff import staff
from config import Config

DOORS = (
    resident,
    manage,
    here,
    front_desk,
    officer,
    officer_link,
    manager,
    admin,
    staff,
    pages,
    figures,
    sent_messages,
    api,
    operations,
)


def register(app: Flask, babel: Babel, config: Config) -> None:
    """Opens every door, each behind the access table."""
    babel.init_app(app, locale_selector=locale.selected)
    if config.trusted_proxies:
        hops = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    serving.register(app)  # the last to touch an answer, so the first to be told of
    access.guard(app)
    protection.protect(app)
    errors.register(app)
    locale.register(app)
    navigation.register(app)
    leaving.register(app)
    for door in DOORS:
        app.register_blueprint(door)
