"""Takes what each chat's people sent, in order, and does what it means."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from parley_shared.bus import Bus
from parley_shared.telegram import FinishUpdates, ListUpdates, OpenUpdate

from parley_telegram.access import Seen, read_update
from parley_telegram.asking import insist
from parley_telegram.commands import CONTROL, read_command
from parley_telegram.lanes import Lanes
from parley_telegram.normalise import belongs_with, wait_for_more
from parley_telegram.saying import Saying
from parley_telegram.styled import Styled

logger = logging.getLogger(__name__)

FAULTS = 3  # of one group of updates, then it is left, and the chat is told
PAUSE = 0.5  # seconds after a fault
NOT_TAKEN = Styled("⚠️ Parley failed at this and has not taken it. Please send it again.")
QUICK = "!"  # ends the name of a lane for what must not wait behind what is said


@dataclass(frozen=True)
class Heard:
    update_id: int
    seen: Seen


Do = Callable[[Sequence[Seen]], Awaitable[None]]
Tell = Callable[[str, Saying], None]


class Inbound:
    """`do` gets what belongs together: mostly one update, all of an album or of a long paste.

    `tell` returns at once.
    """

    def __init__(self, bus: Bus, bot_id: int, username: str, do: Do, tell: Tell) -> None:
        self._bus = bus
        self._bot_id = bot_id
        self._username = username
        self._do = do
        self._tell = tell
        self._lanes: Lanes[Heard] = Lanes(self._handle)
        self._held: set[int] = set()

    async def take_up(self) -> None:
        """What is kept and not done comes before anything new."""
        after = 0
        while updates := (
            await insist(self._bus, ListUpdates(bot_id=self._bot_id, after=after))
        ).updates:
            for update in updates:
                self.give(update)
            after = updates[-1].update_id

    async def run(self) -> None:
        """Never returns."""
        await self._lanes.run()

    def give(self, update: OpenUpdate) -> None:
        """The same one again changes nothing."""
        seen = read_update(json.loads(update.body))
        if seen is None or update.update_id in self._held:
            return
        self._held.add(update.update_id)
        lane = update.chat + QUICK if self._is_quick(seen) else update.chat
        self._lanes.give(lane, Heard(update.update_id, replace(seen, at=update.at)))

    async def _handle(self, lane: str, heard: list[Heard]) -> None:
        while heard:
            group = [heard.pop(0)]
            while True:
                _move(heard, group)
                wait = wait_for_more(group[-1].seen.content) if not heard else 0.0
                if not wait or group[-1].seen.kind != "message":
                    break
                await asyncio.sleep(wait)
                heard += self._lanes.take(lane)
                if not heard:
                    break
            await self._insist(group)

    async def _insist(self, group: Sequence[Heard]) -> None:
        """A fault of ours must not keep a chat waiting for ever."""
        for faults in range(1, FAULTS + 1):
            try:
                await self._do([each.seen for each in group])
                break
            except Exception:
                logger.exception("could not do what was sent", extra={"faults": faults})
                await asyncio.sleep(PAUSE)
        else:
            last = group[-1]
            self._tell(last.seen.chat, Saying(f"not-taken:{last.update_id}", (NOT_TAKEN,)))
        ids = tuple(each.update_id for each in group)
        await insist(self._bus, FinishUpdates(bot_id=self._bot_id, update_ids=ids))
        self._held -= set(ids)

    def _is_quick(self, seen: Seen) -> bool:
        if seen.kind != "message":
            return seen.kind in ("callback_query", "stopped_message_generation")
        typed = read_command(str(seen.content.get("text") or ""), self._username)
        return typed is not None and typed.name in CONTROL


def _move(heard: list[Heard], group: list[Heard]) -> None:
    """What goes on with the group."""
    while heard and _fits(group[-1].seen, heard[0].seen):
        group.append(heard.pop(0))


def _fits(earlier: Seen, later: Seen) -> bool:
    both = earlier.kind == later.kind == "message"
    return both and belongs_with(earlier.content, later.content)
