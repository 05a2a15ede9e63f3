"""What must follow from each need, written out by hand: the catalogue does not check itself."""

from dataclasses import dataclass

from booking.domain.needs import Meeting, Part
from booking.models import Channel


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What is true of an appointment of 30 minutes for somebody who chose email and has this need alone."""

    minutes: int = 30
    lead: int = 0
    """The working days before which no time is offered."""
    room: str | None = None
    """The only room of the test's council that will do."""
    part: Part | None = None
    meeting: Meeting = Meeting.IN_PERSON
    supported: bool = False
    """Somebody is to be booked for it."""
    task: str | None = None
    """What the desk's page and, on the day, its board say is to be done."""
    told_by: Channel = Channel.EMAIL
    reminded_by: Channel | None = Channel.SMS
    never: Channel | None = None
    size: str | None = None
    plain: bool = False
    neutral: bool = False
    script: str | None = None
    """What a call to them is begun with."""
    desk: str
    """As the desk reads it."""
    officer: bool = True
    """Whether the officer reads it too."""


def _meeting(desk: str, **given: object) -> Expected:
    return Expected(desk=desk, **given)  # type: ignore[arg-type]


def _telling(desk: str, **given: object) -> Expected:
    return Expected(desk=desk, officer=False, **given)  # type: ignore[arg-type]


def _helped(desk: str, lead: int, minutes: int = 45) -> Expected:
    return Expected(desk=desk, lead=lead, minutes=minutes, supported=True)


RELAY, VIDEO_RELAY = "Phone through Relay UK", "Phone through BSL video relay"

EXPECTED: dict[str, Expected] = {
    "contact_sms": _telling("Contact by text message", told_by=Channel.SMS),
    "contact_email": _telling("Contact by email", reminded_by=Channel.EMAIL),
    "contact_letter": _telling("Contact by letter", told_by=Channel.LETTER),
    "contact_phone": _telling("Contact by phone", told_by=Channel.PHONE, reminded_by=Channel.PHONE),
    "text_relay": _telling(RELAY, task=RELAY, script=RELAY),
    "video_relay": _telling(VIDEO_RELAY, task=VIDEO_RELAY, script=VIDEO_RELAY),
    "through_supporter": _telling("Contact the supporter only"),
    "best_times": _telling(
        "Contact at certain times only", script="It is best to phone them in the afternoon."
    ),
    "safe_message": _telling(
        "Safe to leave a message", script="you may leave a message with your name and our number"
    ),
    "shared_device": _telling("Shared device: neutral words only", neutral=True),
    "no_sms": _telling("No text messages", never=Channel.SMS, reminded_by=Channel.EMAIL),
    "no_email": _telling("No email", never=Channel.EMAIL, told_by=Channel.SMS),
    "no_letter": _telling("No letters", never=Channel.LETTER),
    "no_phone": _telling("No phone calls", never=Channel.PHONE),
    "standard": _telling("Ordinary print"),
    "large_print_18": _meeting("Large print, 18 point", size="18pt"),
    "large_print_24": _meeting("Large print, 24 point", size="24pt"),
    "easy_read": _meeting("Easy read"),
    "audio": _meeting("Audio", task="Record the letters as audio"),
    "braille": _meeting("Braille", task="Order the letters in braille"),
    "bsl_video": _meeting("BSL video", task="Order the letters as BSL video"),
    "coloured_paper": _meeting(
        "Coloured paper", task="Ask which colour of paper they need, and print letters on it"
    ),
    "plain_email": _meeting("Plain text email", plain=True),
    "interpreter_in_person": _helped("Interpreter in person", 3),
    "interpreter_phone": _helped("Interpreter by phone", 0),
    "interpreter_video": _helped("Interpreter by video", 1),
    "bsl_interpreter": _helped("BSL interpreter", 10),
    "bsl_sse": _helped("Interpreter for Sign Supported English", 10),
    "deafblind_manual": _helped("Deafblind manual interpreter", 10),
    "lipspeaker": _helped("Lipspeaker", 10),
    "speech_to_text": _helped("Speech-to-text reporter", 10),
    "note_taker": _helped("Note-taker", 5),
    "advocate": _helped("Advocate", 5, minutes=30),
    "lipreads": _meeting("Lipreads"),
    "hearing_loop": _meeting("Hearing loop", room="Room 2", task="Test the hearing loop"),
    "speak_clearly": _meeting("Speak clearly"),
    "extra_processing_time": _meeting("Extra time to think and answer", minutes=45),
    "makaton": _meeting("Makaton", minutes=45),
    "communication_aid": _meeting("Communication aid", minutes=45),
    "step_free": _meeting("Step-free access", room="Room 2"),
    "wheelchair_space": _meeting("Space for a wheelchair", room="Room 2"),
    "quiet_space": _meeting("Quiet place", room="Room 3"),
    "met_at_door": _meeting(
        "Meet at the door and guide", minutes=35, task="Meet the resident at the door"
    ),
    "told_when_called": _meeting(
        "Tell in person when called", task="Tell the resident in person when it is their turn"
    ),
    "assistance_dog": _meeting("Assistance dog", task="Make room for an assistance dog"),
    "accessible_parking": _meeting(
        "Accessible parking", room="Room 3", task="Keep an accessible parking space"
    ),
    "home_visit": _meeting("Home visit", meeting=Meeting.HOME_VISIT),
    "separate_waiting": _meeting(
        "Separate waiting place",
        room="Room 3",
        task="Show the resident to the separate waiting place",
    ),
    "longer_appointment": _meeting("Longer appointment", minutes=45),
    "breaks": _meeting("Breaks", minutes=40),
    "mornings_only": _meeting("Mornings only", part=Part.MORNING),
    "afternoons_only": _meeting("Afternoons only", part=Part.AFTERNOON),
    "supporter": _meeting("A supporter acts for them"),
}
