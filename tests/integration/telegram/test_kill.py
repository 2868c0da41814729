"""Nothing is lost, doubled or reordered while the service and nats-server are killed.

The same storm with 600 messages and 100 answers is `python -m tests.benchmarks.telegram_storm`.
"""

import pytest

from tests.telegram_house import TelegramHouse
from tests.telegram_storm import Judged, hear_messages

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_what_people_write_is_kept_once_and_in_order(own_telegram: TelegramHouse) -> None:
    judged = await hear_messages(own_telegram, (101, 102), count=80, kills=3, nats_kills=1)

    assert judged == Judged(lost=0, unmarked=0, repeated=0, disordered=0, previews=0)
