"""A thread that is too long for its model goes on all the same."""

from collections.abc import AsyncGenerator, Sequence

from parley_agent_runner.compacting import INSTRUCTIONS, LONGEST, SUMMARY, choose_covered
from parley_agent_runner.ending import Ended
from parley_agent_runner.hooks.hook import Change, Payload, Verdict, hook
from parley_agent_runner.journal import Journal
from parley_agent_runner.prompt import Material
from parley_agent_runner.skills.skill import Skill, write_content
from parley_agent_runner.stream import Chunk, ModelCall, ModelFailed
from parley_agent_runner.taint import find_origin
from parley_agent_runner.tools.current_time import CURRENT_TIME
from parley_shared.journal import CompactStep, Step, ToolStep
from parley_shared.models import Message, ToolPart
from parley_shared.store import Claimed, Kept

from tests.fakes.failing import failed
from tests.unit.agent_runner.memory import (
    PARLEY,
    Memory,
    Model,
    claim,
    replied,
    run,
    said,
    says,
)

TALK = 12  # messages and their answers
WORDS = "Something about gardens, and what grows in them. " * 8  # about 100 tokens


def long_talk(turns: int = TALK) -> list[Message]:
    """Questions and answers, and the message that is asked now."""
    history: list[Message] = []
    for place in range(1, 2 * turns, 2):
        asked = said(f"Question {place}. {WORDS}", id=f"q{place}", position=place)
        answer = asked.model_copy(
            update={
                "id": f"a{place}",
                "position": place + 1,
                "role": "assistant",
                "text": f"Answer {place}. {WORDS}",
                "agent_id": "parley",
                "reply_to": asked.id,
                "parts": (called(place),),
            }
        )
        history += [each.model_copy(update={"anchor": place}) for each in (asked, answer)]
    last = 2 * turns + 1
    return [*history, said("And now?", position=last).model_copy(update={"anchor": last})]


def called(place: int) -> ToolPart:
    return ToolPart(
        step=0,
        call_id=f"c{place}",
        name="current_time",
        title="Time",
        state="done",
        summary="It is noon.",
    )


def claim_long(window: int | None, *, compaction: CompactStep | None = None) -> Claimed:
    agent = PARLEY.model_copy(update={"context_window": window})
    claimed = claim(*long_talk(), agent=agent)
    return claimed.model_copy(update={"compaction": compaction})


def summary(to_position: int) -> CompactStep:
    return CompactStep(
        n=0,
        from_position=1,
        to_position=to_position,
        summary="They talked of gardens.",
        tokens_before=3000,
        tokens_after=300,
    )


class Condenser(Model):
    """Sums up when that is asked, and else answers "Fine."; `first` comes before both."""

    def __init__(self, *first: Chunk | Exception) -> None:
        super().__init__()
        self.first = list(first)

    async def __call__(self, call: ModelCall) -> AsyncGenerator[Chunk, None]:
        condenses = call.messages[0]["content"] == INSTRUCTIONS
        self.scripts = [says("They like gardens." if condenses else "Fine.")]
        if self.first:
            self.scripts, self.first = [self.first], []
        async for chunk in super().__call__(call):
            yield chunk

    def condensed(self) -> list[ModelCall]:
        return [each for each in self.asked if each.messages[0]["content"] == INSTRUCTIONS]


def compact_steps(memory: Memory) -> list[CompactStep]:
    return [step for step in memory.written if isinstance(step, CompactStep)]


async def nobody_keeps(step: Step) -> Kept:
    raise AssertionError("choosing keeps nothing")


async def test_a_thread_that_fits_is_sent_as_it_is() -> None:
    memory, model = Memory(), Model(says("Fine."))

    await run(claim_long(100_000), model, memory, CURRENT_TIME)

    assert len(model.asked) == 1
    assert compact_steps(memory) == []
    assert "Question 1." in str(model.asked[0].messages)


async def test_a_summary_that_does_not_end_is_cut() -> None:
    memory, endless = Memory(), [Chunk(text="They like gardens. " * 100)] * 1_000
    model = Condenser(*endless, Chunk(finish="stop"))

    await run(claim_long(2_000), model, memory, CURRENT_TIME)

    (step,) = compact_steps(memory)
    assert len(step.summary) <= LONGEST
    assert step.summary.startswith("They like gardens.")


async def test_the_beginning_of_a_thread_that_fills_the_window_is_summed_up() -> None:
    memory, model = Memory(), Condenser()

    ending = await run(claim_long(3_000), model, memory, CURRENT_TIME)

    assert "Question 1." in str(model.condensed()[0].messages[1])
    (step,) = compact_steps(memory)
    assert (step.from_position, step.summary) == (1, "They like gardens.")
    assert step.tokens_after < step.tokens_before
    sent = str(model.asked[-1].messages)
    assert "They like gardens." in sent
    assert "Question 1." not in sent
    assert "And now?" in sent
    assert isinstance(ending, Ended) and ending.message is not None
    assert ending.message.text == "Fine."


async def test_what_is_summed_up_is_paid_for_too() -> None:
    memory, model = Memory(), Condenser()

    ending = await run(claim_long(3_000), model, memory, CURRENT_TIME)

    (step,) = compact_steps(memory)
    assert isinstance(ending, Ended) and ending.usage is not None and step.usage is not None
    assert ending.usage.input_tokens > step.usage.input_tokens > 1_000


async def test_whose_text_was_summed_up_is_still_known_when_the_text_itself_is_gone() -> None:
    memory, claimed = Memory(), claim_long(3_000)
    read = claimed.history[1].model_copy(
        update={"parts": (called(1).model_copy(update={"origin": "evil.example"}),)}
    )
    history = (claimed.history[0], read, *claimed.history[2:])

    await run(claimed.model_copy(update={"history": history}), Condenser(), memory, CURRENT_TIME)

    (step,) = compact_steps(memory)
    later = claim().model_copy(update={"compaction": step})
    assert find_origin(later, Journal((), nobody_keeps), 0) == "evil.example"
    again = claim_long(1_500, compaction=step.model_copy(update={"to_position": 5}))
    await run(again, Condenser(), memory, CURRENT_TIME)
    assert [each.origin for each in compact_steps(memory)] == ["evil.example"] * 2


async def test_no_call_is_parted_from_its_result() -> None:
    for window in range(800, 3_400, 200):
        model = Condenser()

        await run(claim_long(window), model, Memory(), CURRENT_TIME)

        asked = results = 0
        for message in model.asked[-1].messages:
            asked += len(message.get("tool_calls", ())) if message["role"] == "assistant" else 0
            results += message["role"] == "tool"
        assert asked == results


async def test_a_summary_of_an_earlier_turn_is_used_and_carried_on() -> None:
    model = Condenser()

    await run(claim_long(1_500, compaction=summary(5)), model, Memory(), CURRENT_TIME)

    assert "They talked of gardens." in str(model.asked[0].messages)
    assert "Question 5." not in str(model.asked[0].messages)
    assert "Question 7." in str(model.asked[0].messages)


async def test_after_a_crash_nothing_is_summed_up_twice() -> None:
    claimed = claim_long(3_000).model_copy(update={"steps": (summary(21),)})
    model = Model(says("Fine."))

    await run(claimed, model, Memory(), CURRENT_TIME)

    assert len(model.asked) == 1
    assert "They talked of gardens." in str(model.asked[0].messages)


async def test_a_prompt_that_turns_out_too_long_is_made_shorter_once() -> None:
    overflow = ModelFailed(failed("context_overflow", "too long"))
    model = Condenser(overflow)

    ending = await run(claim_long(None), model, Memory(), CURRENT_TIME)

    assert "Question 1." in str(model.asked[0].messages)
    assert "They like gardens." in str(model.asked[-1].messages)
    assert isinstance(ending, Ended) and ending.message is not None
    assert ending.message.text == "Fine."


async def test_a_prompt_that_can_not_be_shorter_fails_with_its_reason() -> None:
    overflow = ModelFailed(failed("context_overflow", "too long"))
    model = Model([overflow])

    ending = await run(claim(), model, Memory())

    assert isinstance(ending, Ended) and ending.error is not None
    assert ending.error.code == "context_overflow"
    assert len(model.asked) == 2


async def test_old_results_of_a_long_turn_are_clipped_before_anything_is_summed_up() -> None:
    long = "noon " * 2_000
    steps: Sequence[Step] = [
        each
        for n in range(3)
        for each in (
            replied(n, calls=[{"call_id": f"c{n}", "name": "current_time", "title": "Time"}]),
            ToolStep(n=n, i=0, state="done", call_id=f"c{n}", name="current_time", result=long),
        )
    ]
    agent = PARLEY.model_copy(update={"context_window": 5_000})
    model = Model(says("Fine."))

    await run(claim(said("Hello"), agent=agent, steps=steps), model, Memory(), CURRENT_TIME)

    results = [each["content"] for each in model.asked[0].messages if each["role"] == "tool"]
    assert [len(str(each)) > 5_000 for each in results] == [False, False, True]


async def test_a_provider_that_can_not_sum_up_now_gets_the_thread_as_it_is() -> None:
    trouble = ModelFailed(failed("overloaded", "busy"))
    memory, model = Memory(), Model([trouble], says("Fine."))

    ending = await run(claim_long(3_000), model, memory, CURRENT_TIME)

    assert compact_steps(memory) == []
    assert isinstance(ending, Ended) and ending.state == "done"


async def test_who_thinks_until_no_room_is_left_is_asked_once_more_with_more() -> None:
    memory = Memory()
    model = Condenser(Chunk(reasoning="Gardens? Hm. " * 100), Chunk(finish="length"))

    await run(claim_long(3_000), model, memory, CURRENT_TIME)

    [step] = compact_steps(memory)
    assert step.summary == "They like gardens."
    assert [each.parameters.max_tokens for each in model.condensed()[:2]] == [SUMMARY, None]


async def test_a_thread_of_which_no_summary_is_written_loses_nothing() -> None:
    silent = [Chunk(reasoning="Gardens? Hm."), Chunk(finish="length")]
    memory, model = Memory(), Model(silent, silent, says("Fine."))

    await run(claim_long(3_000), model, memory, CURRENT_TIME)

    assert compact_steps(memory) == []
    assert "Question 1." in str(model.asked[-1].messages)


async def test_thoughts_that_a_model_writes_into_its_summary_are_left_out() -> None:
    agent = PARLEY.model_copy(update={"context_window": 3_000, "splits_think_tags": True})
    memory = Memory()
    model = Condenser(*says("<think>Gardens? Hm.</think>They like beans."))

    await run(claim(*long_talk(), agent=agent), model, memory, CURRENT_TIME)

    asked = model.condensed()[1].messages[1]["content"]
    assert str(asked).startswith("[The summary so far]\nThey like beans.\n")


def test_a_message_and_its_answer_are_summed_up_together() -> None:
    material = Material(claim_long(None), Journal((), nobody_keeps), {})

    covered = choose_covered(material, 300)

    assert [each.id for each in covered][:2] == ["q1", "a1"]
    assert covered[-1].role == "assistant"
    assert "m1" not in [each.id for each in covered]


async def test_a_skill_stays_when_its_activation_is_summed_up() -> None:
    tea = Skill("tea", "Makes tea.", "Boil.")
    first, *rest = long_talk()
    asked = first.model_copy(update={"text": f"/tea {first.text}"})
    claimed = claim_long(2_000).model_copy(update={"history": (asked, *rest)})
    memory, model = Memory(), Condenser()

    await run(claimed, model, memory, CURRENT_TIME, skills=(tea,))

    [step] = [step for step in memory.written if isinstance(step, CompactStep)]
    assert step.skills == ("tea",)
    assert write_content(tea) in str(model.asked[-1].messages[0]["content"])
    assert "/tea" not in str(model.asked[-1].messages[1:])


async def test_hooks_see_what_is_summed_up_before_the_model_does() -> None:
    @hook("before_model")
    async def hides(payload: Payload) -> Verdict:
        return Change({"messages": [{"role": "user", "content": "Hidden."}]})

    memory, model = Memory(window=1_000, hooks=[hides]), Model(says("Gardens."))

    await run(claim_long(1_000), model, memory)

    assert compact_steps(memory)
    assert {str(each["content"]) for call in model.asked for each in call.messages} == {"Hidden."}
