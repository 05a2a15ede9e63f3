"""The door for a WSGI server and for `flask --app wsgi ...`."""

from booking import create_app
from config import Config

app = create_app(Config.from_env())
