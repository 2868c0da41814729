"""What the model reads."""

import pytest
from parley_agent_runner.journal import Journal
from parley_agent_runner.prompt import Material, build_prompt
from parley_agent_runner.skills.skill import Skill, write_catalogue, write_content
from parley_agent_runner.stream import ModelCall, Route
from parley_agent_runner.tools.calculator import CALCULATOR
from parley_shared.journal import SteerStep, Step, ToolCall, ToolStep
from parley_shared.models import (
    Agent,
    FileRef,
    Message,
    Overrides,
    Parameters,
    TextPart,
    ToolPart,
    Usage,
)
from parley_shared.store import Kept

from tests.unit.agent_runner.memory import AT, PARLEY, ROUTE, THREAD, claim, replied, said

SYSTEM = {"role": "system", "content": "You are a helpful assistant."}
TOOLS = {"calculator": CALCULATOR}


def answered(
    text: str, *, position: int, to: str, agent: str = "parley", **more: object
) -> Message:
    fields = {
        "id": f"a{position}",
        "thread_id": "th",
        "position": position,
        "role": "assistant",
        "text": text,
        "agent_id": agent,
        "reply_to": to,
        "created_at": AT,
        **more,
    }
    return Message.model_validate(fields)


def build(
    *history: Message,
    steps: tuple[Step, ...] = (),
    route: Route = ROUTE,
    skills: tuple[Skill, ...] = (),
    agent: Agent = PARLEY,
) -> ModelCall:
    async def keep(step: Step) -> Kept:
        raise AssertionError("a prompt writes nothing")

    claimed = claim(*history, agent=agent, agents={"parley": "Parley", "ada": "Ada"})
    return build_prompt(Material(claimed, Journal(steps, keep), TOOLS, skills), route)


def test_the_thread_is_told_in_order() -> None:
    call = build(
        said("Hello", id="m0", position=1),
        answered("Hi!", position=2, to="m0"),
        said("What is 2+2?", position=3),
    )

    assert call.messages == (
        SYSTEM,
        {"role": "user", "content": "Hello"},
        {"role": "assistant", "content": "Hi!"},
        {"role": "user", "content": "What is 2+2?"},
    )
    assert [tool.name for tool in call.tools] == ["calculator"]


def test_what_another_agent_said_is_quoted_with_its_name() -> None:
    call = build(
        said("Hello", id="m0", position=1),
        answered("Good day.", position=2, to="m0", agent="ada"),
        said("And you?", position=3),
    )

    assert call.messages[1:] == (
        {"role": "user", "content": "Hello"},
        {"role": "user", "content": "[Ada said] Good day."},
        {"role": "user", "content": "And you?"},
    )


def test_a_server_behind_an_address_gets_no_two_messages_of_a_person_in_a_row() -> None:
    call = build(
        said("Hello", id="m0", position=1),
        answered("Good day.", position=2, to="m0", agent="ada"),
        said("And you?", position=3),
        route=Route("llama", "http://127.0.0.1:1/v1"),
    )

    assert call.messages[1:] == (
        {"role": "user", "content": "Hello\n\n[Ada said] Good day.\n\nAnd you?"},
    )


def test_of_several_answers_only_the_newest_counts() -> None:
    call = build(
        said("Hello", id="m0", position=1),
        answered("First", position=2, to="m0"),
        answered("Second", position=4, to="m0"),
        said("Go on", position=3),
    )

    assert {"role": "assistant", "content": "Second"} in call.messages
    assert {"role": "assistant", "content": "First"} not in call.messages


def test_a_retry_does_not_see_the_old_answer() -> None:
    call = build(said("Hello", position=1), answered("Old", position=2, to="m1"))

    assert call.messages[1:] == ({"role": "user", "content": "Hello"},)


def test_deleted_messages_are_not_read() -> None:
    gone = said("Forget this", id="m0", position=1).model_copy(update={"deleted": True})

    call = build(gone, said("Hello", position=2))

    assert call.messages[1:] == ({"role": "user", "content": "Hello"},)


def test_own_calls_come_with_their_results_and_dangling_ones_are_patched() -> None:
    parts = (
        TextPart(step=0, text="Let me see."),
        ToolPart(
            step=0,
            call_id="c1",
            name="calculator",
            title="Calculator",
            arguments={"expression": "2+2"},
            state="done",
            summary="4",
        ),
        ToolPart(step=0, call_id="c2", name="post", title="Post", state="unknown"),
        ToolPart(step=0, call_id="c3", name="post", title="Post", state="started"),
    )

    call = build(
        said("2+2?", id="m0", position=1),
        answered("It is 4.", position=2, to="m0", parts=parts),
        said("Thanks", position=3),
    )

    assert call.messages[2:7] == (
        {
            "role": "assistant",
            "content": "Let me see.",
            "tool_calls": [
                {
                    "id": "c1",
                    "type": "function",
                    "function": {"name": "calculator", "arguments": '{"expression": "2+2"}'},
                },
                {"id": "c2", "type": "function", "function": {"name": "post", "arguments": "{}"}},
                {"id": "c3", "type": "function", "function": {"name": "post", "arguments": "{}"}},
            ],
        },
        {"role": "tool", "tool_call_id": "c1", "content": "4"},
        {
            "role": "tool",
            "tool_call_id": "c2",
            "content": "Nobody knows whether this call happened: check before you do it again.",
        },
        {
            "role": "tool",
            "tool_call_id": "c3",
            "content": "This call was interrupted and has no result.",
        },
        {"role": "assistant", "content": "It is 4."},
    )


CALL = ToolCall(call_id="c1", provider_call_id="call_x", name="calculator", title="Calculator")
THOUGHT = {"type": "thinking", "thinking": "Hm.", "signature": "s"}
STEPS: tuple[Step, ...] = (
    replied(0, "Wait.", calls=(CALL,), blocks=(THOUGHT,)),
    ToolStep(n=0, i=0, state="done", call_id="c1", name="calculator", result="4"),
)


def test_the_same_model_gets_its_own_ids_and_thoughts_back() -> None:
    call = build(steps=STEPS)

    assert call.messages[-2:] == (
        {
            "role": "assistant",
            "content": "Wait.",
            "tool_calls": [
                {
                    "id": "call_x",
                    "type": "function",
                    "function": {"name": "calculator", "arguments": "{}"},
                }
            ],
            "thinking_blocks": [THOUGHT],
        },
        {"role": "tool", "tool_call_id": "call_x", "content": "4"},
    )


def test_another_model_gets_our_ids_and_no_thoughts() -> None:
    call = build(steps=STEPS, route=Route("other/model"))

    assert "thinking_blocks" not in call.messages[-2]
    assert call.messages[-1] == {"role": "tool", "tool_call_id": "c1", "content": "4"}


THINKS = PARLEY.model_copy(update={"parameters": Parameters(reasoning_effort="high")})
CLAUDE = Route("anthropic/claude-sonnet-4-5")


@pytest.mark.parametrize(
    ("route", "model", "effort"),
    [
        (CLAUDE, CLAUDE.model, "high"),
        (CLAUDE, "openai/gpt-5", None),
        (Route("openai/gpt-5"), CLAUDE.model, "high"),
    ],
)
def test_claude_does_not_think_in_a_turn_that_another_model_began_with_calls(
    route: Route, model: str, effort: str | None
) -> None:
    begun = STEPS[0].model_copy(update={"model": model})

    call = build(agent=THINKS, steps=(begun, *STEPS[1:]), route=route)

    assert call.parameters.reasoning_effort == effort


def test_claude_thinks_again_once_a_person_has_said_something_since() -> None:
    begun = STEPS[0].model_copy(update={"model": "openai/gpt-5"})
    joined = SteerStep(n=1, i=0, message=said("Hurry.", id="m2", position=2))

    call = build(agent=THINKS, steps=(begun, *STEPS[1:], joined), route=CLAUDE)

    assert call.parameters.reasoning_effort == "high"


def test_a_thread_sets_its_own_instructions_and_parameters() -> None:
    overrides = Overrides(instructions="Speak Latin.", parameters=Parameters(temperature=0.1))
    agent = PARLEY.model_copy(update={"parameters": Parameters(temperature=0.9, max_tokens=50)})
    thread = THREAD.model_copy(update={"overrides": overrides})

    async def keep(step: Step) -> Kept:
        raise AssertionError("a prompt writes nothing")

    call = build_prompt(Material(claim(agent=agent, thread=thread), Journal((), keep), {}), ROUTE)

    assert call.messages[0] == {"role": "system", "content": "Speak Latin."}
    assert call.parameters == Parameters(temperature=0.1, max_tokens=50)


def test_attachments_are_mentioned() -> None:
    file = FileRef(id="f", name="a.png", media_type="image/png", size=1, sha256="0")
    message = said("Look").model_copy(update={"attachments": (file,)})

    assert (
        build(message).messages[-1]["content"]
        == "Look\n[attached: a.png, image/png, which you can't see]"
    )


def test_skills_are_named_and_what_always_counts_or_is_asked_for_is_there() -> None:
    tea, rules = Skill("tea", "Makes tea.", "Boil."), Skill("rules", "Be.", "Be kind.", always=True)

    unasked = build(said("Hello"), skills=(tea, rules))
    asked = build(said("/tea please"), skills=(tea, rules))

    catalogue = write_catalogue([tea])
    assert unasked.messages[0]["content"] == "\n\n".join(
        ["You are a helpful assistant.", catalogue, write_content(rules)]
    )
    assert asked.messages[0]["content"] == "\n\n".join(
        ["You are a helpful assistant.", catalogue, write_content(tea), write_content(rules)]
    )


def test_a_skill_that_was_activated_stays_in_the_thread() -> None:
    tea, milk = Skill("tea", "Makes tea.", "Boil."), Skill("milk", "Pours.", "Pour.")
    part = ToolPart(
        step=0,
        call_id="c0",
        name="activate_skill",
        title="Skill",
        state="done",
        arguments={"name": "milk"},
    )
    by_agent = answered("Poured.", position=2, to="m0", parts=(part,))
    of_another = answered("Poured.", position=2, to="m0", parts=(part,), agent="ada")

    by_both = build(said("/tea", id="m0"), by_agent, said("More"), skills=(tea, milk))
    by_person = build(said("/tea", id="m0"), of_another, said("More"), skills=(tea, milk))

    system = str(by_both.messages[0]["content"])
    assert write_content(tea) in system
    assert write_content(milk) in system
    assert write_content(milk) not in str(by_person.messages[0]["content"])


def test_what_strangers_wrote_earlier_is_still_marked() -> None:
    part = ToolPart(
        step=0, call_id="c0", name="read", title="Read", state="done", summary="Obey!", origin="x.y"
    )
    call = build(
        said("Read it", id="m0", position=1),
        answered("Read.", position=2, to="m0", parts=(part,)),
        said("And?", position=3),
    )

    result = next(each for each in call.messages if each["role"] == "tool")
    assert result["content"].startswith('<untrusted-c0 from="x.y">')


def test_an_agent_reads_its_notes_after_its_instructions() -> None:
    agent = PARLEY.model_copy(update={"notes": ("Ada likes tea", "Ada is a pilot")})
    journal = Journal((), nothing_is_kept)

    call = build_prompt(Material(claim(said("Hi"), agent=agent), journal, {}), ROUTE)

    assert call.messages[0] == {
        "role": "system",
        "content": "You are a helpful assistant.\n\n"
        "What you have noted before:\n- Ada likes tea\n- Ada is a pilot",
    }


async def nothing_is_kept(step: Step) -> Kept:
    raise AssertionError("a prompt writes nothing")


def test_several_people_are_named_also_when_one_of_them_joined_the_turn() -> None:
    asked = said("Hello").model_copy(update={"sender": "Ann"})
    joined = said("Me too", id="m2", position=2).model_copy(update={"sender": "Bob"})

    alone = build(asked)
    both = build(asked, steps=(SteerStep(n=0, i=0, message=joined),))

    assert alone.messages[1:] == ({"role": "user", "content": "Hello"},)
    assert "Ann, Bob" in str(both.messages[0]["content"])
    assert both.messages[1:] == (
        {"role": "user", "content": "[Ann said] Hello"},
        {"role": "user", "content": "[Bob said] Me too"},
    )


def test_a_model_that_asks_for_its_thoughts_is_given_them() -> None:
    route = Route("deepseek/deepseek-reasoner")
    step = STEPS[0].model_copy(update={"model": route.model, "blocks": (), "reasoning": "Hm."})
    elsewhere = step.model_copy(update={"model": ROUTE.model})

    assert build(steps=(step,), route=route).messages[-2].get("reasoning_content") == "Hm."
    assert "reasoning_content" not in build(steps=(elsewhere,)).messages[-2]


@pytest.mark.parametrize(
    "route",
    [
        Route("moonshot/kimi-k2-thinking"),
        Route("zai/glm-4.7"),
        Route("mistral/magistral-medium-latest"),
        Route("hosted_vllm/qwen3", api_base="http://127.0.0.1:8000/v1"),
    ],
)
def test_thoughts_of_a_turn_go_back_wherever_they_are_taken(route: Route) -> None:
    step = STEPS[0].model_copy(update={"model": route.model, "blocks": (), "reasoning": "Hm."})

    assert build(steps=(step,), route=route).messages[-2].get("reasoning_content") == "Hm."


@pytest.mark.parametrize("model", ["groq/openai/gpt-oss-120b", "openai/gpt-5.2"])
def test_thoughts_are_not_sent_to_who_would_refuse_them(model: str) -> None:
    step = STEPS[0].model_copy(update={"model": model, "blocks": (), "reasoning": "Hm."})

    assert "reasoning_content" not in build(steps=(step,), route=Route(model)).messages[-2]


def test_a_signature_within_an_id_goes_back_as_it_came() -> None:
    signed = CALL.model_copy(update={"provider_call_id": "call_x__thought__c2lnbmVk"})
    step = STEPS[0].model_copy(update={"model": "gemini/gemini-flash", "calls": (signed,)})

    same = build(steps=(step, STEPS[1]), route=Route("gemini/gemini-flash"))
    other = build(steps=(step, STEPS[1]), route=Route("openai/gpt-5.2"))

    assert same.messages[-1].get("tool_call_id") == "call_x__thought__c2lnbmVk"
    assert other.messages[-1].get("tool_call_id") == "c1"


def thought_through(model: str) -> Message:
    """An earlier answer with a call, and what was thought before each of its words."""
    parts = (
        TextPart(step=0, reasoning="First I add."),
        ToolPart(step=0, call_id="c0", name="calculator", title="Sum", state="done", summary="4"),
    )
    more = {"parts": parts, "reasoning": "Then I say it.", "usage": Usage(model=model)}
    return answered("It is 4.", position=2, to="m0").model_copy(update=more)


def test_thoughts_of_earlier_turns_go_back_to_who_asks_for_them_all() -> None:
    route = Route("deepseek/deepseek-v4-flash")
    asked = said("What is 2+2?", id="m0", position=1)
    now = said("And 3+3?", position=3)

    call = build(asked, thought_through(route.model), now, route=route)

    thoughts = [each.get("reasoning_content") for each in call.messages[2:5]]
    assert thoughts == ["First I add.", None, "Then I say it."]


@pytest.mark.parametrize(
    ("route", "model"),
    [
        (Route("deepseek/deepseek-v4-flash"), "deepseek/another"),
        (Route("hosted_vllm/qwen3", api_base="http://127.0.0.1:8000/v1"), "hosted_vllm/qwen3"),
    ],
)
def test_thoughts_of_earlier_turns_go_to_nobody_else(route: Route, model: str) -> None:
    asked = said("What is 2+2?", id="m0", position=1)

    call = build(asked, thought_through(model), said("And 3+3?", position=3), route=route)

    assert not any("reasoning_content" in each for each in call.messages)
