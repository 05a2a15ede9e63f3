"""Invented residents: names of the Britain of today, Ofcom's drama numbers, needs of every kind."""

from dataclasses import dataclass
from itertools import count
from random import Random

from booking.actions.residents import Contact
from booking.actions.supporters import Authority
from booking.domain.acting_for import Agreed
from booking.models import CameBy, Channel
from booking.settings import settings

FIRST_NAMES = (
    *("Amina", "Oliver", "Zofia", "Gareth", "Priya", "Margaret", "Kofi", "Mei", "Patrick", "Leila"),
    *("Joseph", "Chloe", "Imran", "Doreen", "Mateusz", "Shanice", "Owain", "Fatima", "Colin", "Ana"),
    *("Harpreet", "Beatrice", "Yusuf", "Eleri", "Stephen", "Olena", "Winston", "Nadia", "Alan", "Ruth"),
)  # fmt: skip
LAST_NAMES = (
    *("Yusuf", "Hughes", "Kowalska", "Patel", "Thompson", "Mensah", "Chen", "O’Brien", "Hussain"),
    *("Campbell", "Roberts", "Silva", "Begum", "Taylor", "Singh", "Popescu", "Griffiths", "Ahmed"),
    *("Walker", "Bondarenko", "Grant", "Haddad", "Turner", "Osei", "Wright", "Kaur", "Lewis", "Evans"),
)  # fmt: skip
STREETS = (
    *("Mill Lane", "Corn Street", "Station Road", "Priory Close", "Tannery Row", "Elder Grove"),
    *("Canal Walk", "Bishop’s Way", "Larch Avenue", "Foundry Street"),
)
SUBJECTS = (
    "The rent has gone up and I cannot pay it.",
    "I was sent a bill for a flat I have left.",
    "The letter says 14 days and I do not understand it.",
    "I have moved and nothing has been changed.",
    "I would like somebody to go through the form with me.",
    "I am asking for my mother, who lives alone.",
    "This is the second time that I ask.",
    None,
)


@dataclass(frozen=True, slots=True)
class Needing:
    """What somebody needs, and whatever goes with it."""

    needs: tuple[str, ...]
    in_own_words: str | None = None
    language: str | None = None
    channel: Channel | None = None


JOAN = Authority(
    contact=Contact(name="Joan Whitfield", channel=Channel.EMAIL, email="joan@example.org"),
    relationship="Her sister",
    agreed=Agreed.IN_PERSON,
    words="She may change the time, and is told instead of me.",
)
"""Who acts for whoever says that somebody does."""

NEEDING = (
    Needing(("step_free", "wheelchair_space"), "I use a powered wheelchair."),
    Needing(("interpreter_phone", "no_email"), language="ur", channel=Channel.SMS),
    Needing(("large_print_18", "contact_letter", "no_sms"), channel=Channel.LETTER),
    Needing(("bsl_interpreter", "contact_sms", "no_phone"), channel=Channel.SMS),
    Needing(("hearing_loop", "speak_clearly")),
    Needing(("shared_device", "contact_email", "no_letter"), channel=Channel.EMAIL),
    Needing(("quiet_space", "extra_processing_time", "easy_read")),
    Needing(
        ("supporter", "through_supporter"), "My sister Joan comes with me and may speak for me."
    ),
    Needing(("mornings_only",), "I look after my grandson from noon."),
    Needing(("interpreter_in_person",), "A woman, please.", language="bn"),
    Needing(("contact_phone", "safe_message", "braille"), channel=Channel.PHONE),
    Needing(("lipreads", "speak_clearly", "text_relay"), channel=Channel.PHONE),
    Needing(("met_at_door", "told_when_called", "assistance_dog"), "Bramble is a guide dog."),
    Needing(("afternoons_only", "breaks")),
    Needing(("accessible_parking", "longer_appointment"), "I walk with two sticks."),
    Needing(("interpreter_video",), language="uk", channel=Channel.EMAIL),
    Needing(("separate_waiting", "no_letter"), "Please do not call out my name."),
    Needing(("coloured_paper", "best_times"), "Yellow paper. After 4pm is best."),
    Needing(("large_print_24", "speech_to_text")),
    Needing(("home_visit",), "I cannot manage the stairs of my house."),
    Needing(("advocate", "note_taker", "audio")),
    Needing(("makaton", "communication_aid", "supporter")),
    Needing((), language="cy"),
    Needing((), language="pl"),
    Needing(("bsl_video", "bsl_sse", "video_relay"), channel=Channel.SMS),
    Needing(("lipspeaker", "plain_email"), channel=Channel.EMAIL),
    Needing(("deafblind_manual",), "I sign hands-on; my guide comes with me."),
)
"""Walked through in turn, so that a load of any size has them all before it has one twice."""
NOTHING = Needing(())

_CHANNELS = (
    *(Channel.SMS, Channel.EMAIL, Channel.SMS, Channel.LETTER, Channel.EMAIL, Channel.PHONE),
    *(Channel.SMS, Channel.EMAIL),
)

CAME_BY = {
    Channel.EMAIL: (CameBy.ONLINE, CameBy.ONLINE, CameBy.ONLINE, CameBy.EMAIL),
    Channel.SMS: (CameBy.ONLINE, CameBy.ONLINE, CameBy.PHONE, CameBy.VISIT),
    Channel.LETTER: (CameBy.LETTER, CameBy.VISIT),
    Channel.PHONE: (CameBy.PHONE, CameBy.VISIT),
}
"""How those who are told by a channel usually come to ask."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is going to ask for an appointment."""

    contact: Contact
    needing: Needing
    about: str | None


class Population:
    """An endless supply of people; every second one needs something."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._number = count()

    def next(self) -> Person:
        """Somebody new."""
        number = next(self._number)
        needing = NEEDING[number // 2 % len(NEEDING)] if number % 2 else NOTHING
        channel = needing.channel or _CHANNELS[number % len(_CHANNELS)]
        return Person(self._contact(number, channel, needing), needing, self._rng.choice(SUBJECTS))

    def _contact(self, number: int, channel: Channel, needing: Needing) -> Contact:
        """Those who chose letters have no phone, those who chose calls have a landline and no email."""
        name = f"{self._rng.choice(FIRST_NAMES)} {self._rng.choice(LAST_NAMES)}"
        mailbox = name.lower().replace(" ", ".").replace("’", "")
        digital = channel in (Channel.SMS, Channel.EMAIL)
        phone = f"+447700900{number % 1000:03}" if digital else f"+442079460{number % 1000:03}"
        house = self._rng.randint(1, 90)
        return Contact(
            name=name,
            channel=channel,
            email=f"{mailbox}{number}@example.org" if digital else None,
            phone=None if channel is Channel.LETTER else phone,
            phone_textable=digital,
            address=f"{house} {self._rng.choice(STREETS)}\nHartley\nHV1 {house % 9 + 1}AB",
            language=_spoken_here(needing.language),
            keep_needs=bool(needing.needs) and number % 4 == 1,
        )


def _spoken_here(language: str | None) -> str:
    """The language of messages: their own where this council writes it."""
    offered = settings().languages
    return language if language in offered else settings().default_language
