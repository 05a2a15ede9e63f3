"""Kept: appointments with council officers, arranged within the promise."""

from datetime import timedelta
from pathlib import Path

from flask import Flask

from booking import cli, logs, web
from booking.clock import Clock, system_clock
from booking.extensions import babel, csrf, db, limiter, login, migrate
from booking.messaging import gateways
from booking.models import database
from booking.web.attempts import DatabaseStorage
from booking.web.serving import static_path
from config import HERE, TRANSLATIONS, Config, Mode


def create_app(config: Config, *, clock: Clock = system_clock) -> Flask:
    """The application, wired: settings, database, extensions, doors and commands."""
    app = Flask(
        __name__,
        template_folder=str(HERE / "templates"),
        static_folder=str(HERE / "static"),
        static_url_path=static_path(HERE / "static"),
        instance_path=str(HERE / "instance"),
    )
    app.extensions["settings"] = config
    app.extensions["clock"] = clock
    app.config.from_mapping(_flask_settings(config))
    Path(app.instance_path).mkdir(exist_ok=True)
    logs.configure(config)
    for extension in (db, csrf, login, limiter):
        extension.init_app(app)
    migrate.init_app(app, db, directory=str(HERE / "booking" / "migrations"))
    gateways.connect(app, config)
    with app.app_context():
        database.prepare(db.engine)
    web.register(app, babel, config)
    cli.register(app)
    return app


def _flask_settings(config: Config) -> dict[str, object]:
    """Flask's and its extensions' own settings, all derived from ours."""
    secure = config.public_url.startswith("https://")
    return {
        "SECRET_KEY": config.secret_key,
        "TESTING": config.mode is Mode.TESTING,
        "SQLALCHEMY_DATABASE_URI": config.database_url,
        "SQLALCHEMY_SESSION_OPTIONS": {"expire_on_commit": False},
        "SESSION_COOKIE_NAME": "__Host-kept" if secure else "kept",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "MAX_CONTENT_LENGTH": 256 * 1024,
        "MAX_FORM_MEMORY_SIZE": 128 * 1024,
        "WTF_CSRF_TIME_LIMIT": None,  # a slow writer must not lose the page; the session bounds it
        "WTF_CSRF_SSL_STRICT": False,  # no Referer is sent by our own Referrer-Policy
        "RATELIMIT_STORAGE_URI": f"{DatabaseStorage.STORAGE_SCHEME[0]}://",
        "RATELIMIT_HEADERS_ENABLED": False,
        "BABEL_DEFAULT_LOCALE": config.default_language,
        "BABEL_DEFAULT_TIMEZONE": config.timezone.key,
        "BABEL_TRANSLATION_DIRECTORIES": str(TRANSLATIONS),
        "PERMANENT_SESSION_LIFETIME": timedelta(minutes=config.staff_idle_minutes),
    }
