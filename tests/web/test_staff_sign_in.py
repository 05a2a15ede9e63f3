"""Signing in and out: nothing is given away, nothing is left open."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from booking.actions import signing_in
from booking.models import AuditEntry, Role, Staff
from tests.stored import all_of
from tests.visitor import HOME, Page, Visitor

EMAIL, PASSWORD = "ash@example.org", "a long and quiet passphrase"


@pytest.fixture
def visitor(app: Flask, session: Session) -> Visitor:
    signing_in.add_staff(email=EMAIL, name="Ash Lee", role=Role.FRONT_DESK, password=PASSWORD)
    return Visitor(app)


def cookie(visitor: Visitor) -> str:
    kept = visitor.client.get_cookie("__Host-kept", domain="appointments.example.org")
    return kept.value if kept else ""


def sign_in(visitor: Visitor, email: str, password: str, status: int = 200, then: str = "") -> Page:
    page = visitor.get(f"/staff/sign-in?then={then}" if then else "/staff/sign-in")
    return visitor.submit(page, {"email": email, "password": password}, status=status)


def test_signing_in_leads_to_the_page_that_they_work_from(
    visitor: Visitor, session: Session
) -> None:
    assert sign_in(visitor, " ASH@example.org ", PASSWORD).address == "/desk/today"
    assert "sign_in" in [entry.action for entry in all_of(session, AuditEntry)]


def test_it_leads_back_to_where_they_were_going(visitor: Visitor) -> None:
    asked = visitor.get("/desk/find")
    assert asked.address.startswith("/staff/sign-in?then=")
    done = visitor.submit(asked, {"email": EMAIL, "password": PASSWORD})
    assert done.address == "/desk/find"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example",
        "//evil.example",
        "/%5C%5Cevil.example",
        "/%09/evil.example",
        "javascript:alert(1)",
        "%0D%0ALocation:%20https://evil.example",
        "evil.example",
    ],
)
def test_nobody_is_sent_to_another_site(visitor: Visitor, elsewhere: str) -> None:
    assert sign_in(visitor, EMAIL, PASSWORD, then=elsewhere).address == "/desk/today"


@pytest.mark.parametrize(
    ("email", "password"),
    [
        (EMAIL, "another long and quiet one"),
        ("nobody@example.org", PASSWORD),
        ("' OR 1=1 --", PASSWORD),
        (EMAIL, PASSWORD.upper()),
        (EMAIL, "😀" * 300),
    ],
)
def test_whatever_is_wrong_the_answer_is_the_same(
    visitor: Visitor, email: str, password: str
) -> None:
    page = sign_in(visitor, email, password)
    assert page.title.startswith("Error:")
    assert "The email address or password is not right. Try again." in page.text
    assert page.answers()["email"] == email
    assert password not in page.html


def test_a_disabled_account_gets_the_same_answer_and_is_out_at_once(
    visitor: Visitor, session: Session
) -> None:
    sign_in(visitor, EMAIL, PASSWORD)
    (member,) = all_of(session, Staff)
    member.active = False
    session.commit()
    assert visitor.get("/desk/today").heading == "Sign in"
    assert "is not right" in sign_in(visitor, EMAIL, PASSWORD).text


def test_the_session_of_before_is_worth_nothing_after(visitor: Visitor) -> None:
    page = visitor.get("/staff/sign-in")
    before = cookie(visitor)
    visitor.submit(page, {"email": EMAIL, "password": PASSWORD})
    after = cookie(visitor)
    assert before
    assert after
    assert before != after
    visitor.post("/staff/sign-out", {"csrf_token": page.token()}, status=400)
    assert visitor.get("/desk/today").address == "/desk/today"


def test_the_cookie_is_for_this_site_over_https_and_for_no_script(visitor: Visitor) -> None:
    answer = visitor.client.get("/staff/sign-in", base_url=HOME)
    written = answer.headers["Set-Cookie"]
    assert written.startswith("__Host-kept=")
    for rule in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert rule in written
    assert "Domain" not in written


def test_guessing_at_one_account_is_stopped_however_its_email_is_written(visitor: Visitor) -> None:
    page = visitor.get("/staff/sign-in")
    for number in range(10):
        email = EMAIL.upper() if number % 2 else f" {EMAIL}"
        visitor.submit(page, {"email": email, "password": "guess"})
    stopped = visitor.submit(page, {"email": EMAIL, "password": PASSWORD}, status=429)
    assert "020 7946 0000" in stopped.html


def test_guessing_at_many_accounts_is_stopped_too(visitor: Visitor) -> None:
    page = visitor.get("/staff/sign-in")
    for number in range(30):
        visitor.submit(page, {"email": f"{number}@example.org", "password": ""})
    visitor.submit(page, {"email": EMAIL, "password": PASSWORD}, status=429)


def test_signing_out_ends_this_session_only(visitor: Visitor, app: Flask) -> None:
    other = Visitor(app)
    sign_in(visitor, EMAIL, PASSWORD)
    sign_in(other, EMAIL, PASSWORD)
    visitor.post("/staff/sign-out", {"csrf_token": visitor.get("/desk/find").token()})
    assert visitor.get("/desk/today").heading == "Sign in"
    assert other.get("/desk/today").address == "/desk/today"


def test_signing_out_everywhere_ends_every_session(visitor: Visitor, app: Flask) -> None:
    other = Visitor(app)
    sign_in(visitor, EMAIL, PASSWORD)
    sign_in(other, EMAIL, PASSWORD)
    stolen = cookie(other)
    token = visitor.get("/desk/find").token()
    assert visitor.post("/staff/sign-out-everywhere", {"csrf_token": token}).heading == "Sign in"
    assert other.get("/desk/today").heading == "Sign in"
    visitor.client.set_cookie("__Host-kept", stolen, domain="appointments.example.org", secure=True)
    assert visitor.get("/desk/today").heading == "Sign in"


def test_signing_out_is_no_link(visitor: Visitor) -> None:
    sign_in(visitor, EMAIL, PASSWORD)
    visitor.get("/staff/sign-out", status=405)
    assert visitor.get("/desk/today").address == "/desk/today"


@pytest.mark.parametrize("email", ["", "x" * 300, "a\r\nb@example.org", "\u202e😀"])
def test_what_is_typed_is_checked(visitor: Visitor, email: str) -> None:
    assert sign_in(visitor, email, PASSWORD).title.startswith("Error:")
