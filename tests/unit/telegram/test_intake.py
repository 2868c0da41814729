"""How what Telegram gives at once is cut into questions."""

from parley_shared.telegram import HeardUpdate
from parley_shared.wire import CARRIED
from parley_telegram.intake import cut


def heard(number: int, text: str) -> HeardUpdate:
    return HeardUpdate(update_id=number, chat="7", sender="7", name="Ada", body=text)


def test_a_hundred_long_updates_fit_in_their_order() -> None:
    updates = [heard(n, '"щ"' * 4_096) for n in range(100)]

    pieces = list(cut(updates))

    assert [each for piece in pieces for each in piece] == updates
    assert len(pieces) > 1
    sizes = [sum(len(each.model_dump_json().encode()) for each in piece) for piece in pieces]
    assert max(sizes) < CARRIED


def test_nothing_heard_is_nothing_asked() -> None:
    assert list(cut([])) == []
