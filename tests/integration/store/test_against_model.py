"""The store against a model of plain dictionaries, whatever is done in whatever order."""

from collections.abc import Awaitable, Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from parley_shared import ids, subjects
from parley_shared.commands import Decide, EditMessage, ForkThread, StopThread
from parley_shared.errors import AlreadyDecided, NothingRuns, Stale
from parley_shared.journal import LlmStep
from parley_shared.store import Busy, Claim, Claimed, Finish, GetMessages, GetQueue, Renew
from parley_store.outbox import read_mail

from tests.integration.store.keeper import Keeper, agent_says, model_says, wants_approval
from tests.integration.store.model import ENDED, LEASE, ModelThread, ModelTurn

DECISIONS = ("approve", "deny")


class World:
    """One thread, two runners of which any may be a zombie, and the model of it all."""

    def __init__(self, keeper: Keeper) -> None:
        self.keeper, self.thread_id = keeper, ids.uuid7()
        self.model = ModelThread()
        self.claims: list[Claimed] = []
        self.asked: list[tuple[ModelTurn, str]] = []  # approvals

    def turn_of(self, claimed: Claimed) -> ModelTurn:
        return next(turn for turn in self.model.turns if turn.turn_id == claimed.turn.id)

    def held(self, choice: int) -> Claimed | None:
        """Mostly the newest claim, sometimes one that is stale."""
        if not self.claims:
            return None
        return self.claims[-1 if choice % 3 else choice % len(self.claims)]

    async def append(self, choice: int) -> None:
        """Now and then one that is there already."""
        known = list(self.model.said)
        again = known[choice % len(known)] if known and choice % 4 == 0 else None
        text = self.model.said[again] if again else f"message {len(known)}"
        kept = await self.keeper.say(text, thread_id=self.thread_id, message_id=again)
        assert kept.message is not None and kept.turn is not None
        self.model.append(kept.message.id, text, kept.turn.id)

    async def claim(self, choice: int) -> None:
        runner, claim_id = f"r{choice % 2}", ids.uuid7()
        expected = self.model.claim(runner, self.keeper.hours.now())
        for _ in range(1 + choice % 2):  # the same question again
            question = Claim(thread_id=self.thread_id, runner=runner, claim_id=claim_id)
            claim = (await self.keeper.ask(question)).claim
            if isinstance(claim, Claimed):
                assert (expected, claim.fence) == ("claimed", self.model.fence)
            else:
                assert expected == ("busy" if isinstance(claim, Busy) else "none")
        if isinstance(claim, Claimed):
            self.claims.append(claim)

    async def renew(self, choice: int) -> None:
        if (claimed := self.held(choice)) is None:
            return
        question = Renew(turn_id=claimed.turn.id, fence=claimed.fence)
        if await self._is_taken(claimed, self.keeper.ask(question)):
            self._extend(claimed)

    async def keep_step(self, choice: int) -> None:
        """A step that is kept again keeps what it had."""
        if (claimed := self.held(choice)) is None:
            return
        turn = self.turn_of(claimed)
        n, text = choice % 3, f"text {choice}"
        if not await self._is_taken(claimed, self.keeper.keep(claimed, model_says(n, text))):
            return
        first = turn.steps.setdefault(n, text)
        kept = await self.keeper.keep(claimed, model_says(n, "another"))
        assert isinstance(kept.step, LlmStep) and kept.step.text == first
        self._extend(claimed)

    async def park(self, choice: int) -> None:
        if (claimed := self.held(choice)) is None:
            return
        turn, n = self.turn_of(claimed), 10 + len(self.asked)
        wanted = [wants_approval(claimed.turn, n, i) for i in range(1 + choice % 2)]
        if turn.fence == claimed.fence and turn.state != "running":
            await self.keeper.park(claimed, approvals=wanted)  # again it changes nothing
        elif await self._is_taken(claimed, self.keeper.park(claimed, approvals=wanted)):
            approval_ids = [ids.approval_id(each.call_id) for each in wanted]
            self.model.park(turn, approval_ids)
            self.asked += [(turn, each) for each in approval_ids if each in turn.approvals]

    async def decide(self, choice: int) -> None:
        if not self.asked:
            return
        turn, approval_id = self.asked[choice % len(self.asked)]
        if turn.state in ENDED and turn.approvals[approval_id] is None:
            return  # it was closed with its turn
        decision = DECISIONS[choice % 2]
        first = self.model.decide(turn, approval_id, decision)
        question = {"approval_id": approval_id, "decision": decision}
        try:
            told = str((await self.keeper.ask(Decide.model_validate(question))).decision)
        except AlreadyDecided as error:
            told = str(error).split("'")[1]
            assert told != decision
        assert told == first

    async def stop(self, choice: int) -> None:
        if not self.model.turns:
            return
        turn = self.model.turns[-1 - choice % len(self.model.turns)]
        try:
            await self.keeper.ask(StopThread(thread_id=self.thread_id, turn_id=turn.turn_id))
        except NothingRuns:
            assert turn.state in ("done", "failed")
        self.model.stop(turn, self.keeper.hours.now())

    async def finish(self, choice: int) -> None:
        """Again it gives the first answer."""
        if (claimed := self.held(choice)) is None:
            return
        turn, text = self.turn_of(claimed), f"answer {choice}"
        question = Finish(
            turn_id=claimed.turn.id,
            fence=claimed.fence,
            state="done",
            message=agent_says(claimed, text),
        )
        is_again = turn.state in ENDED and turn.fence == claimed.fence
        try:
            finished = await self.keeper.ask(question)
        except Stale:
            assert not is_again and not turn.is_held(claimed.fence)
            return
        if not is_again:
            assert turn.is_held(claimed.fence)
            turn.state, turn.answer = "done", text
        assert (finished.message.text if finished.message else None) == turn.answer

    async def edit(self, choice: int) -> None:
        """Only words, and only where nothing is open."""
        if self.model.head is not None or not self.model.said:
            return
        message_id = list(self.model.said)[choice % len(self.model.said)]
        text = f"edited {choice}"
        question = EditMessage(message_id=message_id, text=text, edit_id=ids.uuid7())
        await self.keeper.ask(question)
        self.model.said[message_id] = text

    async def fork(self, choice: int) -> None:
        """What has ended is in the fork, with no turns."""
        new = ids.uuid7()
        for _ in range(2):  # the same question again
            await self.keeper.ask(ForkThread(thread_id=self.thread_id, new_thread_id=new))
        page = await self.keeper.ask(GetMessages(thread_id=new, limit=200))
        answers = [each.text for each in page.items if each.role == "assistant"]
        assert answers == self.model.answers
        assert (await self.keeper.ask(GetQueue(thread_id=new))).turns == ()

    async def pass_time(self, choice: int) -> None:
        self.keeper.hours.go_on((0.5, 3, 7)[choice % 3])
        await self.keeper.clock.tick()
        self.model.tick(self.keeper.hours.now())

    async def _is_taken(self, claimed: Claimed, asking: Awaitable[object]) -> bool:
        """What a runner writes is taken exactly while its fence is the newest."""
        expected = self.turn_of(claimed).is_held(claimed.fence)
        try:
            await asking
        except Stale:
            assert not expected
            return False
        assert expected
        return True

    def _extend(self, claimed: Claimed) -> None:
        self.turn_of(claimed).lease_until = self.keeper.hours.now() + LEASE

    async def check(self) -> None:
        queue = (await self.keeper.ask(GetQueue(thread_id=self.thread_id))).turns
        expected = [(turn.turn_id, turn.state, turn.cancel) for turn in self.model.open_turns]
        assert [(turn.id, turn.state, turn.cancel) for turn in queue] == expected
        page = await self.keeper.ask(GetMessages(thread_id=self.thread_id, limit=200))
        said = {each.id: each.text for each in page.items if each.role == "user"}
        assert list(said.items()) == list(self.model.said.items())
        answers = sorted((m for m in page.items if m.role == "assistant"), key=lambda m: m.position)
        assert [each.text for each in answers] == self.model.answers

    async def check_outbox(self) -> None:
        """What is told is what is kept: gapless, and in its order."""
        events = await self.keeper.events(self.thread_id)
        assert [event.seq for event in events] == list(range(1, len(events) + 1))
        async with self.keeper.database.read() as session:
            mail = await read_mail(session, subjects.EVENTS, 0, 100_000)
        mine = [each for each in mail if each.subject.split(".")[1] == self.thread_id]
        assert [each.body for each in mine] == [event.model_dump_json() for event in events]


Act = Callable[[World, int], Awaitable[None]]

ACTS: tuple[Act, ...] = (
    *(World.append, World.claim, World.finish) * 4,
    *(World.keep_step, World.park, World.decide) * 3,
    *(World.renew, World.pass_time, World.stop) * 2,
    World.edit,
    World.fork,
)


_as_it_takes = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
_whatever = given(acts=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 23)), max_size=40))


@settings(_as_it_takes, max_examples=60)
@_whatever
async def test_the_store_does_what_its_model_does(
    file_keeper: Keeper, acts: list[tuple[Act, int]]
) -> None:
    await compare(file_keeper, acts)


# Fewer: what decides is the same code, and each statement that it makes is run here too.
@settings(_as_it_takes, max_examples=8)
@_whatever
async def test_it_does_so_on_postgresql(server_keeper: Keeper, acts: list[tuple[Act, int]]) -> None:
    await compare(server_keeper, acts)


async def compare(keeper: Keeper, acts: list[tuple[Act, int]]) -> None:
    world = World(keeper)
    keeper.database.memory.buckets.clear()
    await world.append(1)

    for act, choice in acts:
        await act(world, choice)
        await world.check()

    await world.check_outbox()
