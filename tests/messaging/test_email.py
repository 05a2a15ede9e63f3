import ipaddress
import ssl
import traceback
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import compat32, default
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import example, given
from hypothesis import strategies as st

from booking.messaging.channels import (
    ChannelFailure,
    OutcomeUnknown,
    PermanentFailure,
    TemporaryFailure,
)
from booking.messaging.email import AddressError, Email, SmtpEmail, build
from booking.messaging.relays import parse_relay
from tests.fakes import smtp as fakes
from tests.fakes.smtp import FakeSmtp, Fault

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
COUNCIL = "appointments@example.org"
INVITATION = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:Środa – Dŵr\r\n"
    "DESCRIPTION:a line\\nand a folded\r\n  one\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
).encode()


def an_email(
    *,
    to: str = "ann@example.org",
    to_name: str = "Ann Example",
    subject: str = "Your appointment",
    text: str = "Your appointment is on Tuesday.\n",
    html: str | None = "<p>Your appointment is on Tuesday.</p>\n",
    calendar: bytes | None = INVITATION,
    calendar_method: str | None = "REQUEST",
    message_id: str = "<message-17@example.org>",
    language: str = "en",
    reply_to: str | None = None,
) -> Email:
    return Email(
        to=to,
        to_name=to_name,
        subject=subject,
        text=text,
        html=html,
        calendar=calendar,
        calendar_method=calendar_method,
        message_id=message_id,
        language=language,
        reply_to=reply_to,
    )


def built(email: Email) -> EmailMessage:
    return build(email, sender=COUNCIL, sender_name="Example Council", sent_at=NOON)


def channel(url: str, *, timeout: float = 5) -> SmtpEmail:
    return SmtpEmail(url, sender=COUNCIL, sender_name="Example Council", timeout=timeout)


def failure_of(smtp: SmtpEmail) -> ChannelFailure:
    with pytest.raises(ChannelFailure) as failed:
        smtp.send(an_email(), sent_at=NOON)
    # What lies beneath quotes the relay, and the relay quotes the address: no traceback shows it.
    assert failed.value.__cause__ is None
    assert failed.value.__context__ is None or failed.value.__suppress_context__
    return failed.value


def shape(message: EmailMessage) -> object:
    if not message.is_multipart():
        return message.get_content_type()
    return (message.get_content_subtype(), *(shape(part) for part in message.iter_parts()))  # type: ignore[arg-type]


# The message


def test_an_invitation_has_the_shape_that_every_client_reads() -> None:
    assert shape(built(an_email())) == (
        "mixed",
        ("alternative", "text/plain", "text/html", "text/calendar"),
        "application/ics",
    )


def test_parts_that_are_not_there_leave_no_empty_shell() -> None:
    plain = an_email(html=None, calendar=None, calendar_method=None)
    assert shape(built(plain)) == "text/plain"
    saved = an_email(html=None, calendar_method=None)
    assert shape(built(saved)) == ("mixed", "text/plain", "text/calendar")


def test_an_email_arrives_as_it_was_written() -> None:
    text = "Dŵr – środa, 10:30\n.\n.. two dots\n\nFrom here\n" + "یاد دہانی " * 200 + "\n"
    with FakeSmtp() as relay:
        email = an_email(text=text, html=f"<p>{text}</p>\n")
        accepted = channel(relay.url).send(email, sent_at=NOON)
    (mail,) = relay.mails
    assert accepted.provider_id == "<message-17@example.org>"
    assert (mail.sender, mail.recipients) == (COUNCIL, ("ann@example.org",))
    plain = mail.message.get_body(("plain",))
    html = mail.message.get_body(("html",))
    assert plain is not None
    assert html is not None
    # RFC 2046 4.1.1: on the way every line of text ends in CRLF.
    assert plain.get_content().replace("\r\n", "\n") == text
    assert html.get_content().replace("\r\n", "\n") == f"<p>{text}</p>\n"


def test_a_line_of_dots_ends_nothing() -> None:
    text = ".\n..\n. first\n\n.\nlast.\n"
    plain = an_email(text=text, html=None, calendar=None, calendar_method=None)
    with FakeSmtp() as relay:
        channel(relay.url).send(plain, sent_at=NOON)
    assert relay.mails[0].message.get_content().replace("\r\n", "\n") == text


def test_both_calendar_parts_arrive_byte_for_byte() -> None:
    with FakeSmtp() as relay:
        channel(relay.url).send(an_email(), sent_at=NOON)
    parts = [part for part in relay.mails[0].message.walk() if not part.is_multipart()]
    body, attached = parts[2], parts[3]
    assert body.get_payload(decode=True) == INVITATION
    assert attached.get_payload(decode=True) == INVITATION
    assert body["Content-Type"].params == {"method": "REQUEST", "charset": "utf-8"}
    assert attached.get_filename() == "invite.ics"


def test_what_travels_is_seven_bit_with_short_lines() -> None:
    with FakeSmtp() as relay:
        email = an_email(text="Dŵr " * 500, subject="Dŵr " * 50, to_name="Ałła, Żaneta " * 9)
        channel(relay.url).send(email, sent_at=NOON)
    raw = relay.mails[0].raw
    assert raw.isascii()
    assert max(len(line) for line in raw.split(b"\r\n")) <= 78


def test_the_headers_say_who_when_and_that_no_person_typed_it() -> None:
    message = built(an_email(language="cy", reply_to="desk@example.org"))
    assert message["From"] == "Example Council <appointments@example.org>"
    assert message["To"] == "Ann Example <ann@example.org>"
    assert message["Reply-To"] == "desk@example.org"
    assert parsedate_to_datetime(message["Date"]) == NOON
    assert message["Content-Language"] == "cy"
    assert message["Auto-Submitted"] == "auto-generated"


def test_the_same_row_sent_again_has_the_same_message_id() -> None:
    again = build(
        an_email(), sender=COUNCIL, sender_name="Council", sent_at=NOON + timedelta(hours=1)
    )
    assert again["Message-ID"] == built(an_email())["Message-ID"] == "<message-17@example.org>"


ATTACK = "Ann\r\nBcc: eve@example.org\r\n\r\nA body\u2028of\x85mine\x00"


def test_a_line_break_in_a_name_or_subject_adds_no_header() -> None:
    with FakeSmtp() as relay:
        channel(relay.url).send(an_email(subject=ATTACK, to_name=ATTACK), sent_at=NOON)
    (mail,) = relay.mails
    assert mail.recipients == ("ann@example.org",)
    assert "Bcc" not in mail.message
    assert mail.message["Subject"] == "Ann Bcc: eve@example.org A body of mine"
    assert mail.message["To"].addresses[0].display_name == mail.message["Subject"]


TRICKS = ["=?utf-8?q?", "=?utf-8?b?", "?=", "=0D=0A", "DQo=", "Bcc:_e@e.e", "\r\n", "<e@e.e>", '"']
HOSTILE = st.lists(st.sampled_from(TRICKS) | st.text(max_size=20), max_size=9).map("".join)


@given(name=HOSTILE, subject=HOSTILE)
@example(name="=?utf-8?q?=0D=0ABcc:_e@e.e?=", subject="")
@example(name="", subject="=?utf-8?q?=C5=9A=0D=0ABcc:_e@e.e?=")
@example(name="", subject="=?utf-8?b?DQpCY2M6IGVAZS5l?=")
def test_no_name_or_subject_changes_which_headers_there_are(name: str, subject: str) -> None:
    ordinary = built(an_email(calendar=None, calendar_method=None, html=None))
    sent = built(
        an_email(to_name=name, subject=subject, calendar=None, calendar_method=None, html=None)
    )
    arrived = message_from_bytes(sent.as_bytes(), policy=default)
    assert arrived.keys() == ordinary.keys()
    assert [address.addr_spec for address in arrived["To"].addresses] == ["ann@example.org"]


@given(words=st.lists(st.text("aŚŵ€ی🙂", min_size=1, max_size=30), min_size=1, max_size=30))
def test_no_space_is_lost_where_a_long_subject_or_name_is_continued(words: list[str]) -> None:
    written = " ".join(words)
    raw = built(an_email(subject=written, to_name=written)).as_bytes()
    headers = message_from_bytes(raw, policy=compat32)
    subject, to = (str(make_header(decode_header(headers[name]))) for name in ("Subject", "To"))
    assert subject == written
    assert to.removesuffix("<ann@example.org>").strip() == written
    assert max(len(line) for line in raw.split(b"\r\n")) <= 78


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ann",
        "ann@",
        "a@example.org\r\nBcc: b@example.org",
        "a@example.org, b@example.org",
        "Ann <a@example.org>",
        "żaneta@example.org",
        "a b@example.org",
    ],
)
def test_an_address_that_smtp_cannot_reach_is_refused_for_good(address: str) -> None:
    with pytest.raises(AddressError):
        built(an_email(to=address))
    with FakeSmtp() as relay, pytest.raises(PermanentFailure, match="bad-address"):
        channel(relay.url).send(an_email(to=address), sent_at=NOON)
    assert relay.mails == []


def test_a_domain_in_any_script_is_reached_by_its_ascii_name() -> None:
    with FakeSmtp() as relay:
        channel(relay.url).send(an_email(to="ann@exämple.org"), sent_at=NOON)
    assert relay.mails[0].recipients == ("ann@xn--exmple-cua.org",)


@pytest.mark.parametrize(
    "email",
    [
        an_email(message_id="message-17"),
        an_email(message_id="<a@example.org>\r\nBcc: eve@example.org"),
        an_email(language="en\r\nBcc: eve@example.org"),
        an_email(calendar_method="REQUEST; x=y"),
        an_email(calendar_method="CANCEL"),
        an_email(calendar=None, calendar_method="REQUEST"),
        an_email(calendar=INVITATION.replace(b"METHOD:REQUEST", b"X-METHOD:REQUEST")),
    ],
)
def test_a_field_that_its_header_cannot_hold_is_a_fault_of_ours(email: Email) -> None:
    with pytest.raises(ValueError, match=r"form|differs|needs a calendar"):
        built(email)


def test_a_time_without_a_zone_is_a_fault_of_ours() -> None:
    with pytest.raises(ValueError, match="aware"):
        build(an_email(), sender=COUNCIL, sender_name="", sent_at=NOON.replace(tzinfo=None))


# The conversation


@pytest.mark.parametrize(
    ("fault", "failure", "code"),
    [
        (fakes.reply("RCPT", "450 4.2.1 Mailbox busy"), TemporaryFailure, "smtp-450"),
        (fakes.reply("RCPT", "550 5.1.1 No such mailbox"), PermanentFailure, "smtp-550"),
        (fakes.reply("RCPT", "530 5.7.0 Sign in first"), TemporaryFailure, "smtp-530"),
        (fakes.reply("DATA", "452 4.3.1 Disk full"), TemporaryFailure, "smtp-452"),
        (fakes.reply("DATA", "421 4.3.2 Closing"), TemporaryFailure, "smtp-421"),
        (fakes.reply("DATA", "554 5.6.0 Refused"), PermanentFailure, "smtp-554"),
        (fakes.reply("DATA", "354 Go on"), OutcomeUnknown, "unreadable-answer"),
        (fakes.reply("MAIL", "451 4.7.1 Later"), TemporaryFailure, "smtp-451"),
        (fakes.reply("MAIL", "550 5.7.1 Not you"), TemporaryFailure, "smtp-550"),
        (fakes.hang("MAIL"), TemporaryFailure, "connection-lost"),
        (fakes.hang("RCPT"), TemporaryFailure, "connection-lost"),
        (fakes.drop("RCPT"), TemporaryFailure, "connection-lost"),
        (fakes.hang("DATA"), OutcomeUnknown, "connection-lost"),
        (fakes.drop("DATA"), OutcomeUnknown, "connection-lost"),
    ],
)
def test_each_fault_says_whether_to_send_again(
    fault: Fault, failure: type[ChannelFailure], code: str
) -> None:
    with FakeSmtp() as relay:
        relay.next(fault)
        smtp = channel(relay.url, timeout=0.3)
        found = failure_of(smtp)
        assert (type(found), found.code) == (failure, code)
        assert relay.mails == []
        smtp.send(an_email(), sent_at=NOON)
        assert len(relay.mails) == 1


@pytest.mark.parametrize(
    "fault", [fakes.drop("DATA", accepted=True), fakes.hang("DATA", accepted=True)]
)
def test_an_email_whose_answer_was_lost_may_have_been_accepted(fault: Fault) -> None:
    with FakeSmtp() as relay:
        relay.next(fault)
        assert isinstance(failure_of(channel(relay.url, timeout=0.3)), OutcomeUnknown)
        assert len(relay.mails) == 1


def test_a_refused_connection_was_certainly_not_processed() -> None:
    with FakeSmtp() as gone:
        smtp = channel(gone.url)
    failure = failure_of(smtp)
    assert (type(failure), failure.code) == (TemporaryFailure, "not-connected")


def test_no_failure_holds_an_address_or_words_of_the_relay() -> None:
    with FakeSmtp() as relay:
        for step in ("MAIL", "RCPT", "DATA"):
            relay.next(fakes.reply(step, "550 <ann@example.org> is unknown"))
            words = "".join(traceback.format_exception(failure_of(channel(relay.url))))
            assert "smtp-550" in words
            assert "ann@" not in words


def test_the_relay_is_given_name_and_password() -> None:
    with FakeSmtp(sign_in=("kept", "pass-word")) as relay:
        channel(relay.url).send(an_email(), sent_at=NOON)
        wrong = failure_of(channel(relay.url.replace("pass-word", "other")))
        none = failure_of(channel(f"smtp://localhost:{relay.port}"))
    assert (type(wrong), wrong.code) == (TemporaryFailure, "smtp-535")
    assert (type(none), none.code) == (TemporaryFailure, "smtp-530")
    assert len(relay.mails) == 1


# TLS


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for localhost that vouches for itself, and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2120, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = tmp_path_factory.mktemp("tls") / "localhost.pem"
    path.write_bytes(private + signed.public_bytes(pem))
    return path


@pytest.fixture
def context(certificate: Path) -> ssl.SSLContext:
    served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    served.load_cert_chain(certificate)
    return served


def test_an_unknown_certificate_is_refused(context: ssl.SSLContext) -> None:
    with FakeSmtp(tls=context) as relay, FakeSmtp(starttls=context) as other:
        for url in (relay.url, other.url + "?starttls=1"):
            failure = failure_of(channel(url))
            assert (type(failure), failure.code) == (TemporaryFailure, "certificate")
    assert relay.mails == other.mails == []


def test_a_certificate_that_we_trust_is_accepted(
    context: ssl.SSLContext, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with FakeSmtp(tls=context) as relay, FakeSmtp(starttls=context) as other:
        channel(relay.url).send(an_email(), sent_at=NOON)
        channel(other.url + "?starttls=1").send(an_email(), sent_at=NOON)
    assert (len(relay.mails), len(other.mails)) == (1, 1)


def test_starttls_is_never_skipped() -> None:
    with FakeSmtp() as relay:
        failure = failure_of(channel(relay.url + "?starttls=1"))
    assert (type(failure), failure.code) == (TemporaryFailure, "not-offered")
    assert relay.mails == []


# The setting


def test_the_relay_is_read_from_its_url() -> None:
    submission = parse_relay("smtp://kept:p%40ss%2F@mail.example.org?starttls=1")
    assert (submission.port, submission.security) == (587, "starttls")
    assert (submission.username, submission.password) == ("kept", "p@ss/")
    assert parse_relay("smtps://mail.example.org").port == 465
    assert parse_relay("smtp://mail.example.org/").port == 25
    assert parse_relay("smtp://localhost:2525").port == 2525
    assert "p@ss" not in repr(submission)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mail.example.org",
        "http://kept:s3cret@mail.example.org",
        "smtp://kept:s3cret@",
        "smtp://kept:s3cret@mail.example.org",
        "smtp://kept:s3cret@mail.example.org?starttls=0",
        "smtp://kept:s3cret@mail.example.org?starttls=yes",
        "smtp://kept:s3cret@mail.example.org?verify=0",
        "smtps://kept:s3cret@mail.example.org?starttls=1",
        "smtps://kept:s3cret/x@mail.example.org",
        "smtps://kept:s3cret#x@mail.example.org",
        "smtps://kept:s3cret?x@mail.example.org",
        "smtps://kept:s3cret@mail.example.org:99999",
        "smtps://kept:s3cret@[mail.example.org",
        "smtps://kept:s3cret\u2100@mail.example.org",
    ],
)
def test_a_wrong_url_is_refused_without_telling_the_password(url: str) -> None:
    with pytest.raises(ValueError, match=r"^SMTP_URL") as refused:
        parse_relay(url)
    assert "s3cret" not in "".join(traceback.format_exception(refused.value))
