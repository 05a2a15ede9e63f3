"""What staff type to sign in."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length


class SignInForm(FlaskForm):
    """Email and password."""

    email = StringField(
        _l("Email address"), [InputRequired(_l("Enter your email address")), Length(max=254)]
    )
    password = PasswordField(
        _l("Password"), [InputRequired(_l("Enter your password")), Length(max=1024)]
    )
