"""Keeps what comes from Telegram before it is forgotten there."""

import json
from collections.abc import Callable, Iterator, Sequence

from parley_shared.bus import Bus
from parley_shared.questions import A, Question
from parley_shared.telegram import HeardUpdate, KeepUpdates, MoveChat, OpenUpdate, Verdict

from parley_telegram.access import Raw, Seen, read_move, read_update, was_added
from parley_telegram.asking import insist
from parley_telegram.data import write_allow
from parley_telegram.normalise import belongs_with, is_open
from parley_telegram.rules import Rules
from parley_telegram.saying import Button, Saying
from parley_telegram.strangers import Strangers
from parley_telegram.styled import Styled
from parley_telegram.talking import Me

TOGETHER = 400 * 1024  # bytes of updates in one question, which the bus has to carry


class Intake:
    """`tell` returns at once: no chat may keep what comes from the others waiting.

    `patient`: an outage of the store is waited for, else it is raised.
    """

    def __init__(
        self,
        bus: Bus,
        me: Me,
        rules: Rules,
        strangers: Strangers,
        give: Callable[[OpenUpdate], None],
        tell: Callable[[str, Saying], None],
        *,
        patient: bool,
    ) -> None:
        self._bus = bus
        self._me = me
        self._rules = rules
        self._strangers = strangers
        self._patient = patient
        self._give = give
        self._tell = tell
        self._open: dict[str, Raw] = {}  # by group: what was taken last, if more of it may come

    async def take(self, raws: Sequence[Raw]) -> None:
        """Returns when all of them are kept, or need not be: Telegram may forget them then.

        Raises Unavailable, DiskFull if it is not patient.
        """
        held: list[Raw] = []
        for raw in raws:
            if (moved := read_move(raw)) is None:
                held.append(raw)
                continue
            await self._keep(held)
            held = []
            await self._ask(MoveChat(chat=moved[0], to=moved[1]))
        await self._keep(held)

    async def _ask(self, question: Question[A]) -> A:
        return await (insist(self._bus, question) if self._patient else self._bus.ask(question))

    async def _keep(self, raws: Sequence[Raw]) -> None:
        seen = {each.update_id: (each, raw) for raw in raws if (each := await self._read(raw))}
        for updates in cut([self._describe(each, raw) for each, raw in seen.values()]):
            question = KeepUpdates(bot_id=self._me.bot_id, updates=updates)
            for verdict in (await self._ask(question)).verdicts:
                await self._follow(verdict, *seen[verdict.update_id])

    async def _read(self, raw: Raw) -> Seen | None:
        seen = read_update(raw)
        if seen is None:
            return None
        if self._rules.takes(seen, self._me.username) or self._goes_on(seen):
            self._note(seen)
            return seen
        if was_added(seen):
            await self._strangers.leave(seen)
        return None

    def _goes_on(self, seen: Seen) -> bool:
        """Only the first photo of an album, or piece of a paste, names whom it is for."""
        begun = self._open.get(seen.chat)
        return begun is not None and seen.kind == "message" and belongs_with(begun, seen.content)

    def _note(self, seen: Seen) -> None:
        if not seen.is_group or seen.kind != "message":
            return
        if is_open(seen.content):
            self._open[seen.chat] = seen.content
        else:
            self._open.pop(seen.chat, None)

    def _describe(self, seen: Seen, raw: Raw) -> HeardUpdate:
        return HeardUpdate(
            update_id=seen.update_id,
            chat=seen.chat,
            is_group=seen.is_group,
            title=seen.title or seen.name,
            sender=seen.sender,
            name=seen.name,
            vouched=self._rules.vouches_for(seen),
            first=self._rules.first_values(seen),
            body=json.dumps(raw, ensure_ascii=False),
        )

    async def _follow(self, verdict: Verdict, seen: Seen, raw: Raw) -> None:
        match verdict.state:
            case "open":
                body = json.dumps(raw, ensure_ascii=False)
                update = OpenUpdate(
                    update_id=seen.update_id, chat=seen.chat, body=body, at=verdict.at
                )
                self._give(update)
            case "stranger":
                await self._strangers.meet(seen, is_new=verdict.is_new_stranger)
            case "closed" if was_added(seen):
                await self._offer_group(seen)

    async def _offer_group(self, seen: Seen) -> None:
        """To the person who added the bot, where nobody else sees it."""
        text = f"I was added to “{seen.title}”. May people who are paired write to me there?"
        allow = Button("Allow this group", write_allow(seen.chat), "success")
        saying = Saying(f"group:{seen.update_id}", (Styled(text),), ((allow,),))
        self._tell(seen.sender, saying)


def cut(updates: Sequence[HeardUpdate]) -> Iterator[tuple[HeardUpdate, ...]]:
    """In their order, in pieces that fit into a question each."""
    piece: list[HeardUpdate] = []
    size = 0
    for heard in updates:
        length = len(heard.model_dump_json().encode())
        if piece and size + length > TOGETHER:
            yield tuple(piece)
            piece, size = [], 0
        piece.append(heard)
        size += length
    if piece:
        yield tuple(piece)
