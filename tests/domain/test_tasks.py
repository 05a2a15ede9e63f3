"""What is done by hand for a need: by whoever phones, and with a letter."""

from booking.domain.needs import CATALOGUE
from booking.domain.tasks import relays_for


def test_whoever_phones_knows_every_relay_and_nothing_else() -> None:
    assert relays_for(CATALOGUE) == ["call_by_text_relay", "call_by_video_relay"]
    assert relays_for(["hearing_loop", "gone", "video_relay"]) == ["call_by_video_relay"]
    assert relays_for([]) == []
