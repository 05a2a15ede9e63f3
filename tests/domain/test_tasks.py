"""What is done by hand for a need: by whoever phones, and with a letter."""

from booking.domain.needs import CATALOGUE
from booking.domain.tasks import letter_tasks, relays_for


def test_whoever_phones_knows_every_relay_and_nothing_else() -> None:
    assert relays_for(CATALOGUE) == ["call_by_text_relay", "call_by_video_relay"]
    assert relays_for(["hearing_loop", "gone", "video_relay"]) == ["call_by_video_relay"]
    assert relays_for([]) == []


def test_what_a_machine_cannot_do_with_a_letter_is_a_task_for_the_desk() -> None:
    needs = ["large_print_18", "coloured_paper", "braille", "hearing_loop", "gone"]
    assert letter_tasks(needs) == ["order_braille", "print_on_coloured_paper"]


def test_every_format_that_calls_for_a_task_concerns_letters() -> None:
    formats = [need for need in CATALOGUE.values() if need.message_format and need.task]
    assert {need.task for need in formats} == set(letter_tasks(CATALOGUE))
