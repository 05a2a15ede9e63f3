import logging
import socket
import threading
import traceback
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from booking.messaging.channels import (
    ChannelFailure,
    OutcomeUnknown,
    PermanentFailure,
    TemporaryFailure,
)
from booking.messaging.sms import TwilioSms
from tests.fakes import twilio as fakes
from tests.fakes.twilio import FakeTwilio, Fault

ANN = "+447700900123"
BODY = "Your appointment is on Tuesday 24 November at 10:30am."
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def twilio() -> Iterator[FakeTwilio]:
    with FakeTwilio(now=lambda: NOON) as fake:
        yield fake


def channel(
    twilio: FakeTwilio,
    *,
    auth_token: str = FakeTwilio.auth_token,
    account_sid: str = FakeTwilio.account_sid,
    service: str = FakeTwilio.messaging_service_sid,
    timeout: float = 5,
    status_callback: str | None = None,
) -> TwilioSms:
    return TwilioSms(
        account_sid=account_sid,
        auth_token=auth_token,
        messaging_service_sid=service,
        api_url=twilio.url,
        status_callback=status_callback,
        timeout=timeout,
    )


def failure_of(sms: TwilioSms, to: str = ANN, body: str = BODY) -> ChannelFailure:
    with pytest.raises(ChannelFailure) as failed:
        sms.send(to=to, body=body, expires_in=HOUR)
    # What lies beneath quotes the number: no traceback may show it.
    assert failed.value.__cause__ is None
    assert failed.value.__context__ is None or failed.value.__suppress_context__
    return failed.value


def test_a_text_is_accepted_as_it_is_written(twilio: FakeTwilio) -> None:
    body = "Środa 10:30 – “Dŵr” ‘€’ 🙂\nTel. 020 7946 0123"
    sms = channel(twilio, status_callback="https://kept.example.org/hooks/sms")
    accepted = sms.send(to=ANN, body=body, expires_in=HOUR)
    (text,) = twilio.texts
    assert accepted.provider_id == text.sid
    assert (text.to, text.body, text.validity) == (ANN, body, 3600)
    assert text.service == twilio.messaging_service_sid
    assert text.status_callback == "https://kept.example.org/hooks/sms"


@pytest.mark.parametrize(
    ("expires_in", "validity"),
    [
        (None, None),
        (timedelta(milliseconds=300), 1),
        (timedelta(seconds=90.9), 90),
        (timedelta(hours=10), 36_000),
        (timedelta(days=3), 36_000),
    ],
)
def test_a_late_text_dies_in_the_queue(
    twilio: FakeTwilio, expires_in: timedelta | None, validity: int | None
) -> None:
    channel(twilio).send(to=ANN, body=BODY, expires_in=expires_in)
    assert twilio.texts[0].validity == validity


@pytest.mark.parametrize("expires_in", [timedelta(0), -HOUR])
def test_a_text_that_has_expired_is_never_sent(twilio: FakeTwilio, expires_in: timedelta) -> None:
    with pytest.raises(PermanentFailure, match="expired"):
        channel(twilio).send(to=ANN, body=BODY, expires_in=expires_in)
    assert twilio.texts == []


@pytest.mark.parametrize("code", [21211, 21610, 21614, 30003, 30005, 21602])
def test_a_refused_text_is_refused_for_good(twilio: FakeTwilio, code: int) -> None:
    twilio.next(fakes.refusal(400, code))
    failure = failure_of(channel(twilio))
    assert (type(failure), failure.code) == (PermanentFailure, str(code))


def test_a_number_that_opted_out_is_refused_for_good(twilio: FakeTwilio) -> None:
    twilio.opted_out.add(ANN)
    failure = failure_of(channel(twilio))
    assert (type(failure), failure.code) == (PermanentFailure, "21610")


def test_a_refusal_without_a_code_has_its_status_for_one(twilio: FakeTwilio) -> None:
    twilio.next(fakes.refusal(422))
    failure = failure_of(channel(twilio))
    assert (type(failure), failure.code) == (PermanentFailure, "http-422")


@pytest.mark.parametrize(("asked", "wait"), [(30, timedelta(seconds=30)), (None, None)])
def test_a_rate_limit_says_when_to_come_back(
    twilio: FakeTwilio, asked: int | None, wait: timedelta | None
) -> None:
    twilio.next(fakes.rate_limited(asked))
    failure = failure_of(channel(twilio))
    assert isinstance(failure, TemporaryFailure)
    assert (failure.code, failure.retry_after) == ("20429", wait)


@pytest.mark.parametrize("date", ["Mon, 23 Nov 2026 13:00:00 GMT", "-5", "²"])
def test_a_wait_that_is_not_in_seconds_is_left_to_us(twilio: FakeTwilio, date: str) -> None:
    twilio.next(Fault(429, headers={"Retry-After": date}))
    failure = failure_of(channel(twilio))
    assert isinstance(failure, TemporaryFailure)
    assert failure.retry_after is None


def test_our_wrong_settings_use_up_no_message(twilio: FakeTwilio) -> None:
    wrong = [
        (channel(twilio, auth_token="wrong"), "20003"),
        (channel(twilio, account_sid="AC" + "1" * 32), "20003"),
        (channel(twilio, service="MG" + "1" * 32), "21701"),
    ]
    for sms, code in wrong:
        failure = failure_of(sms)
        assert (type(failure), failure.code) == (TemporaryFailure, code)
    for fault in (fakes.refusal(403, 20006), fakes.refusal(404, 20404)):
        twilio.next(fault)
        assert type(failure_of(channel(twilio))) is TemporaryFailure


def test_a_redirect_is_not_followed(twilio: FakeTwilio) -> None:
    with FakeTwilio() as elsewhere:
        twilio.next(Fault(307, headers={"Location": elsewhere.url + elsewhere.path}))
        failure = failure_of(channel(twilio))
        assert (type(failure), failure.code) == (TemporaryFailure, "http-307")
        assert elsewhere.texts == []


def test_a_refused_connection_was_certainly_not_processed() -> None:
    with FakeTwilio() as gone:
        sms = channel(gone)
    failure = failure_of(sms)
    assert (type(failure), failure.code) == (TemporaryFailure, "not-connected")


def test_a_plain_answer_where_tls_was_expected_sends_nothing(twilio: FakeTwilio) -> None:
    sms = TwilioSms(
        account_sid=twilio.account_sid,
        auth_token=twilio.auth_token,
        messaging_service_sid=twilio.messaging_service_sid,
        api_url=twilio.url.replace("http://", "https://"),
    )
    assert isinstance(failure_of(sms), OutcomeUnknown | TemporaryFailure)
    assert twilio.texts == []


UNKNOWN: list[tuple[Callable[..., Fault], str]] = [
    (fakes.hang, "timeout"),
    (fakes.drop, "connection-lost"),
    (fakes.breakdown, "http-500"),
    (fakes.unreadable, "unreadable-answer"),
]


@pytest.mark.parametrize("accepted", [True, False], ids=["accepted", "not accepted"])
@pytest.mark.parametrize(("fault", "code"), UNKNOWN, ids=[code for _, code in UNKNOWN])
def test_an_unknown_outcome_is_settled_by_looking_it_up(
    twilio: FakeTwilio, fault: Callable[..., Fault], code: str, accepted: bool
) -> None:
    sms = channel(twilio, timeout=0.3)
    twilio.next(fault(accepted=accepted))
    failure = failure_of(sms)
    assert (type(failure), failure.code) == (OutcomeUnknown, code)
    found = sms.find(to=ANN, body=BODY, since=NOON)
    assert (found.provider_id if found else None) == (twilio.texts[0].sid if accepted else None)
    assert twilio.look_ups == 1


@pytest.mark.parametrize("status", [408, 500, 502, 503, 504])
def test_a_broken_answer_leaves_the_outcome_unknown(twilio: FakeTwilio, status: int) -> None:
    twilio.next(fakes.breakdown(accepted=False, status=status))
    failure = failure_of(channel(twilio))
    assert (type(failure), failure.code) == (OutcomeUnknown, f"http-{status}")


def test_a_look_up_finds_only_this_body_to_this_number_since_then(twilio: FakeTwilio) -> None:
    sms = channel(twilio)
    sent = sms.send(to=ANN, body=BODY, expires_in=HOUR)
    sms.send(to=ANN, body="Another text.", expires_in=HOUR)
    assert sms.find(to=ANN, body=BODY, since=NOON) == sent
    assert sms.find(to=ANN, body=BODY + "!", since=NOON) is None
    assert sms.find(to="+447700900124", body=BODY, since=NOON) is None
    assert sms.find(to=ANN, body=BODY, since=NOON + HOUR) is None


def test_a_clock_that_runs_minutes_ahead_does_not_hide_the_message(twilio: FakeTwilio) -> None:
    sms = channel(twilio)
    sent = sms.send(to=ANN, body=BODY, expires_in=HOUR)
    assert sms.find(to=ANN, body=BODY, since=NOON + timedelta(minutes=4)) == sent


@pytest.mark.parametrize(
    "fault",
    [
        fakes.refusal(400, 21211),
        fakes.refusal(401, 20003),
        fakes.rate_limited(5),
        fakes.breakdown(accepted=False),
        fakes.drop(accepted=False),
        fakes.hang(accepted=False),
        fakes.unreadable(accepted=False),
    ],
)
def test_a_look_up_that_fails_leaves_the_outcome_unknown(twilio: FakeTwilio, fault: Fault) -> None:
    twilio.next_look_up(fault)
    with pytest.raises(OutcomeUnknown):
        channel(twilio, timeout=0.3).find(to=ANN, body=BODY, since=NOON)


def test_an_outage_ends_and_the_texts_go_out(twilio: FakeTwilio) -> None:
    sms = channel(twilio)
    twilio.outage = fakes.refusal(503)
    assert [type(failure_of(sms)) for _ in range(3)] == [OutcomeUnknown] * 3
    twilio.outage = None
    sms.send(to=ANN, body=BODY, expires_in=HOUR)
    assert len(twilio.texts) == 1


def test_no_log_line_and_no_failure_holds_a_number_or_a_body(
    twilio: FakeTwilio, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    sms = channel(twilio, timeout=0.3)
    sms.send(to=ANN, body=BODY, expires_in=HOUR)
    sms.find(to=ANN, body=BODY, since=NOON)
    told = []
    for fault in (fakes.refusal(400, 21211), fakes.drop(accepted=True), fakes.hang(accepted=True)):
        twilio.next(fault)
        twilio.next_look_up(fault)
        told.append(failure_of(sms))
        with pytest.raises(OutcomeUnknown) as unknown:
            sms.find(to=ANN, body=BODY, since=NOON)
        told.append(unknown.value)
    words = caplog.text + "".join("".join(traceback.format_exception(failure)) for failure in told)
    assert "OutcomeUnknown" in words
    for secret in (ANN[1:], "7700900", "Tuesday", twilio.auth_token):
        assert secret not in words


def test_texts_go_out_from_several_threads_at_once(twilio: FakeTwilio) -> None:
    sms = channel(twilio)
    sids: list[str] = []

    def send(number: int) -> None:
        to = f"+4477009001{number:02}"
        sids.append(sms.send(to=to, body=BODY, expires_in=HOUR).provider_id)

    threads = [threading.Thread(target=send, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(sids) == sorted(text.sid for text in twilio.texts)
    assert len({text.to for text in twilio.texts}) == 20


@pytest.mark.parametrize(
    "api_url", ["http://api.example.org", "ftp://localhost", "https://localhost/path", "localhost"]
)
def test_an_address_that_could_leak_the_token_is_refused(api_url: str) -> None:
    with pytest.raises(ValueError, match="in place of Twilio's"):
        TwilioSms(account_sid="AC", auth_token="x", messaging_service_sid="MG", api_url=api_url)


def test_a_connection_that_never_opens_was_not_processed() -> None:
    # A full backlog: the kernel lets the next connection wait for ever.
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        port = listening.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)):
            sms = TwilioSms(
                account_sid="AC",
                auth_token="x",
                messaging_service_sid="MG",
                api_url=f"http://127.0.0.1:{port}",
                timeout=0.3,
            )
            failure = failure_of(sms)
    assert (type(failure), failure.code) == (TemporaryFailure, "connect-timeout")
