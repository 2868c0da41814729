"""Whatever people, runners and time do in whatever order, the store keeps its promises."""

from collections.abc import Awaitable, Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from parley_shared import ids
from parley_shared.agent_view import AgentView
from parley_shared.commands import (
    AnswerQuery,
    Decide,
    DeleteMessage,
    DeleteThread,
    EditMessage,
    ForkThread,
    RestoreThread,
    RetryMessage,
    StopThread,
    ThreadChange,
    UpdateThread,
    WithdrawTurn,
)
from parley_shared.errors import ParleyError, ThreadNotFound
from parley_shared.journal import LlmStep, SteerStep, ToolStep
from parley_shared.models import BusyMode, Message, TurnError, Usage
from parley_shared.store import (
    Backoff,
    Claim,
    Claimed,
    Finish,
    GetMessages,
    GetOpenRequests,
    GetQueue,
    HandBack,
    Note,
    Renew,
)

from tests.integration.store.keeper import (
    Keeper,
    agent_says,
    call_of,
    wants_approval,
    wants_words,
)

MODES: tuple[BusyMode, ...] = ("enqueue", "steer", "steer", "interrupt", "enqueue", "reject")
STATES = ("done", "failed", "cancelled")


class World:
    """One thread, its people and two runners, of which any may be a zombie."""

    def __init__(self, keeper: Keeper, thread_id: str) -> None:
        self.keeper, self.thread_id = keeper, thread_id
        self.claims: list[Claimed] = []
        self.n = 0

    async def say(self, choice: int) -> None:
        mode = MODES[choice % 6]
        agent = (None, None, "toolbox")[choice % 3]
        text = f"message {choice}"
        await self.keeper.say(text, thread_id=self.thread_id, mode=mode, agent_id=agent)

    async def claim(self, choice: int) -> None:
        question = Claim(thread_id=self.thread_id, runner=f"r{choice % 2}", claim_id=ids.uuid7())
        claim = (await self.keeper.ask(question)).claim
        if isinstance(claim, Claimed):
            self.claims.append(claim)

    def held(self, choice: int) -> Claimed:
        """Mostly the newest claim, sometimes one that is stale."""
        if not self.claims:
            raise ParleyError
        return self.claims[-1 if choice % 4 else choice % len(self.claims)]

    async def keep_model(self, choice: int) -> None:
        claimed = self.held(choice)
        self.n += 1
        calls = [call_of(claimed.turn, self.n, i) for i in range(choice % 3)]
        used = Usage(model="demo/echo", input_tokens=choice)
        step = LlmStep(
            n=self.n, model="demo/echo", text=f"t{choice}", calls=tuple(calls), usage=used
        )
        await self.keeper.keep(claimed, step)

    async def keep_checkpoint(self, choice: int) -> None:
        step = LlmStep(n=self.n + 1, state="started", model="demo/echo", text="so f")
        await self.keeper.keep(self.held(choice), step)

    async def keep_tool(self, choice: int) -> None:
        claimed = self.held(choice)
        state = ("started", "done", "error", "unknown", "skipped")[choice % 5]
        call = call_of(claimed.turn, self.n, choice % 2)
        step = ToolStep.model_validate(
            {"n": self.n, "i": choice % 2, "state": state, "call_id": call.call_id, "name": "send"}
        )
        await self.keeper.keep(claimed, step)

    async def take_steers(self, choice: int) -> None:
        claimed = self.held(choice)
        kept = await self.keeper.ask(Renew(turn_id=claimed.turn.id, fence=claimed.fence))
        for i, message in enumerate(kept.steers[: choice % 3]):
            self.n += 1
            await self.keeper.keep(claimed, SteerStep(n=self.n, i=i, state="done", message=message))

    async def finish(self, choice: int) -> None:
        claimed = self.held(choice)
        state = STATES[choice % 3]
        await self.keeper.ask(
            Finish.model_validate(
                {
                    "turn_id": claimed.turn.id,
                    "fence": claimed.fence,
                    "state": state,
                    "message": agent_says(claimed, f"answer {choice}") if choice % 2 else None,
                    "usage": Usage(model="m", input_tokens=1, cost_micros=2),
                    "error": TurnError(code="c", text="t") if state == "failed" else None,
                }
            )
        )

    async def park(self, choice: int) -> None:
        claimed = self.held(choice)
        approvals = [wants_approval(claimed.turn, self.n, i) for i in range(choice % 3)]
        queries = [wants_words(claimed.turn, self.n, 5)] if choice % 2 else []
        await self.keeper.park(claimed, approvals=approvals, queries=queries)

    async def decide(self, choice: int) -> None:
        for approval in (await self.requests())[0]:
            decision = "approve" if choice % 2 else "deny"
            await self.keeper.ask(
                Decide.model_validate({"approval_id": approval, "decision": decision})
            )

    async def answer(self, choice: int) -> None:
        for query in (await self.requests())[1]:
            await self.keeper.ask(AnswerQuery(question_id=query, answers=("yes",)))

    async def requests(self) -> tuple[list[str], list[str]]:
        found = await self.keeper.ask(GetOpenRequests(thread_id=self.thread_id))
        return [a.id for a in found.approvals], [q.id for q in found.queries]

    async def let_go(self, choice: int) -> None:
        claimed = self.held(choice)
        turn_id, fence = claimed.turn.id, claimed.fence
        if choice % 2:
            await self.keeper.ask(HandBack(turn_id=turn_id, fence=fence))
        else:
            await self.keeper.ask(
                Backoff(turn_id=turn_id, fence=fence, seconds=choice, model="m", code="c")
            )

    async def note(self, choice: int) -> None:
        claimed = self.held(choice)
        await self.keeper.ask(
            Note(
                turn_id=claimed.turn.id,
                fence=claimed.fence,
                note_id=f"{claimed.turn.id}.{choice}",
                model="m",
                code="c",
                next_model="n" if choice % 2 else None,
            )
        )

    async def stop(self, choice: int) -> None:
        await self.keeper.ask(StopThread(thread_id=self.thread_id))

    async def pass_time(self, choice: int) -> None:
        self.keeper.hours.go_on(700 if choice == 23 else (0.5, 3, 7)[choice % 3])
        await self.keeper.clock.tick()

    async def messages(self) -> list[Message]:
        page = await self.keeper.ask(GetMessages(thread_id=self.thread_id, limit=200))
        return list(page.items)

    async def change_message(self, choice: int) -> None:
        messages = await self.messages()
        if not messages:
            return
        message_id = messages[choice % len(messages)].id
        match choice % 4:
            case 0:
                await self.keeper.ask(DeleteMessage(message_id=message_id))
            case 1:
                await self.keeper.ask(RetryMessage(message_id=message_id, retry_id=ids.uuid7()))
            case _:
                edit = EditMessage(
                    message_id=message_id,
                    text="edited",
                    run_again=choice % 4 == 2,
                    edit_id=ids.uuid7(),
                )
                await self.keeper.ask(edit)

    async def withdraw(self, choice: int) -> None:
        queue = await self.keeper.ask(GetQueue(thread_id=self.thread_id))
        for turn in queue.turns[-1:]:
            await self.keeper.ask(WithdrawTurn(turn_id=turn.id))

    async def change_thread(self, choice: int) -> None:
        change = (
            ThreadChange(title=f"title {choice}"),
            ThreadChange(pinned=bool(choice % 2), agent_id="toolbox"),
            ThreadChange(status="archived" if choice == 23 else "active"),
        )[choice % 3]
        await self.keeper.ask(UpdateThread(thread_id=self.thread_id, change=change))

    async def delete_and_restore(self, choice: int) -> None:
        await self.keeper.ask(DeleteThread(thread_id=self.thread_id))
        await self.keeper.ask(RestoreThread(thread_id=self.thread_id))

    async def fork(self, choice: int) -> None:
        new = f"{self.thread_id}-{choice}"
        await self.keeper.ask(ForkThread(thread_id=self.thread_id, new_thread_id=new))
        await check(self.keeper, new)


Act = Callable[[World, int], Awaitable[None]]

# What keeps a turn going comes up more often than what ends it.
ACTS: tuple[Act, ...] = (
    *(World.say, World.claim, World.keep_model, World.park, World.finish) * 4,
    *(World.keep_tool, World.take_steers, World.decide, World.answer) * 3,
    *(World.keep_checkpoint, World.change_message) * 2,
    World.let_go,
    World.note,
    World.stop,
    World.pass_time,
    World.withdraw,
    World.change_thread,
    World.delete_and_restore,
    World.fork,
)


async def check(keeper: Keeper, thread_id: str) -> None:
    """The view is what was told; answers stand in the order of their turns; one turn runs."""
    view, watched = await keeper.view(thread_id), await keeper.watched(thread_id)
    blank = AgentView(thread_id=thread_id).metadata
    assert view.model_copy(update={"metadata": blank}) == watched.model_copy(
        update={"metadata": blank}
    )
    turns = (await keeper.ask(GetQueue(thread_id=thread_id))).turns
    assert [turn.state for turn in turns[1:]] == ["queued"] * len(turns[1:])
    answers = [m for m in view.visible_messages if m.role == "assistant"]
    of_turns = [m.turn_id for m in answers if m.turn_id]
    assert len(of_turns) == len(set(of_turns))


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(acts=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 23)), max_size=60))
async def test_views_and_order_hold_whatever_happens(
    file_keeper: Keeper, acts: list[tuple[Act, int]]
) -> None:
    world = World(file_keeper, ids.uuid7())
    file_keeper.database.memory.buckets.clear()
    await world.say(0)

    for act, choice in acts:
        try:
            await act(world, choice)
        except ParleyError:
            continue

    try:
        await check(file_keeper, world.thread_id)
    except ThreadNotFound:
        assert [act for act, _ in acts if act is World.delete_and_restore]
