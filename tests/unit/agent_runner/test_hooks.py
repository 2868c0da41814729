"""Hooks see, change and forbid what passes their point of a turn."""

import asyncio
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from parley_agent_runner.chat import ChatMessage
from parley_agent_runner.emitting import Emitters, emit_custom, emit_debug, emitting
from parley_agent_runner.ending import Ended, Ending
from parley_agent_runner.hooking import hook_prompt
from parley_agent_runner.hooks.asking import ask_hooks
from parley_agent_runner.hooks.commands import CommandHook, make_hook
from parley_agent_runner.hooks.finding import read_hooks
from parley_agent_runner.hooks.heard import Heard
from parley_agent_runner.hooks.hook import (
    Allow,
    Change,
    Deny,
    Hook,
    HookDenied,
    Payload,
    Point,
    Verdict,
    hook,
)
from parley_agent_runner.stream import ModelCall, Route
from parley_agent_runner.tools.calculator import CALCULATOR
from parley_agent_runner.tools.declaration import Output, Tool, ToolArguments
from parley_shared.models import Message, ToolPart
from pydantic import JsonValue

from tests.unit.agent_runner.memory import Memory, Model, calls, claim, run, said, says
from tests.unit.agent_runner.test_prompt import answered

SUM = ("calculator", '{"expression": "2+2"}')


def changes(point: Point, **fields: JsonValue) -> Hook:
    async def run(payload: Payload) -> Verdict:
        return Change(fields)

    return Hook("changes", (point,), run)


def denies(point: Point) -> Hook:
    async def run(payload: Payload) -> Verdict:
        return Deny("Not on Sundays.")

    return Hook("denies", (point,), run)


def fails(point: Point) -> Hook:
    async def run(payload: Payload) -> Verdict:
        raise RuntimeError("oops")

    return Hook("fails", (point,), run)


def answer_of(ending: Ending) -> Message:
    assert isinstance(ending, Ended) and ending.message is not None
    return ending.message


async def answer(memory: Memory, *scripts: Sequence[object]) -> tuple[Message, Model]:
    model = Model(*scripts)  # type: ignore[arg-type]  # of says and calls
    return answer_of(await run(claim(), model, memory, CALCULATOR)), model


async def test_what_a_person_said_is_read_otherwise_and_stays_as_it_was() -> None:
    memory = Memory(hooks=[changes("input", text="What is the weather?")])

    _, model = await answer(memory, says("Sunny."))

    assert model.asked[0].messages[-1]["content"] == "What is the weather?"


async def test_the_prompt_is_sent_as_the_hook_wrote_it() -> None:
    written: JsonValue = [{"role": "user", "content": "Only this."}]

    _, model = await answer(Memory(hooks=[changes("before_model", messages=written)]), says("Ok."))

    assert [each["content"] for each in model.asked[0].messages] == ["Only this."]


async def test_a_prompt_that_no_hook_looks_at_is_not_written_down() -> None:
    unwritable = cast(ChatMessage, {"role": "user", "content": object()})
    call = ModelCall(Route("a/b"), (unwritable,))

    assert await hook_prompt(call, [changes("output", text="two")]) is call


async def test_a_reply_and_an_answer_are_changed_on_their_way() -> None:
    hooks = [changes("after_model", text="It is five."), changes("output", text="It is six.")]
    memory = Memory(hooks=hooks)

    message, _ = await answer(memory, says("It is four."))

    assert [each.text for each in memory.written if each.kind == "llm"] == ["It is five."]
    assert message.text == "It is six."


async def test_a_call_is_changed_before_anybody_is_asked_about_it() -> None:
    memory = Memory(hooks=[changes("before_tool", arguments={"expression": "3+3"})])

    message, _ = await answer(memory, calls(SUM), says("Six."))

    (part,) = [each for each in message.parts if each.kind == "tool"]
    assert (part.arguments, part.summary) == ({"expression": "3+3"}, "6")


class Note(ToolArguments):
    text: str


def note(written: list[str]) -> Tool[Note]:
    async def write(note: Note, call_id: str) -> Output:
        written.append(note.text)
        return Output("Noted.")

    return Tool("note", "Note", "Notes.", "effect", 1.0, Note, run=write)


async def test_what_a_person_makes_of_a_call_is_forbidden_too() -> None:
    async def guard(payload: Payload) -> Verdict:
        arguments = payload["arguments"]
        assert isinstance(arguments, dict)
        return Deny("No secrets.") if "secret" in str(arguments["text"]) else Allow()

    written: list[str] = []
    memory = Memory(decides=True, edits={"text": "a secret"})
    memory.hooks = [Hook("guard", ("before_tool",), guard)]
    model = Model(calls(("note", '{"text": "beans"}')), says("Well."))

    await run(claim(), model, memory, note(written))

    assert written == []
    [told] = [each for each in memory.tool_steps() if each.state != "started"]
    assert (told.state, told.result) == ("error", "This call is forbidden: No secrets.")


async def test_arguments_that_do_not_fit_the_tool_are_not_run() -> None:
    memory = Memory(hooks=[changes("before_tool", arguments={"sum": "3+3"})])

    message, _ = await answer(memory, calls(SUM), says("Hm."))

    (part,) = [each for each in message.parts if each.kind == "tool"]
    assert part.state == "error"


async def test_a_result_is_changed_before_the_model_reads_it() -> None:
    memory = Memory(hooks=[changes("after_tool", result="a secret number")])

    _, model = await answer(memory, calls(SUM), says("Ok."))

    assert model.asked[1].messages[-1]["content"] == "a secret number"


@pytest.mark.parametrize("point", ["input", "before_model", "after_model", "output"])
async def test_what_is_forbidden_ends_the_turn_with_the_reason(point: Point) -> None:
    message, _ = await answer(Memory(hooks=[denies(point)]), says("It is four."))

    assert (message.text, message.stop_reason) == ("Not on Sundays.", "content_filter")


async def test_a_forbidden_call_is_not_run_and_the_model_is_told_why() -> None:
    memory = Memory(hooks=[denies("before_tool")])

    message, model = await answer(memory, calls(SUM), says("I may not."))

    assert [step.state for step in memory.tool_steps()] == ["error"]
    assert "Not on Sundays." in str(model.asked[1].messages[-1]["content"])
    assert message.text == "I may not."


async def test_a_withheld_result_is_not_read() -> None:
    _, model = await answer(Memory(hooks=[denies("after_tool")]), calls(SUM), says("Ok."))

    assert model.asked[1].messages[-1]["content"] == (
        "The result of this call is withheld: Not on Sundays."
    )


async def test_a_hook_that_fails_forbids_the_tool() -> None:
    memory = Memory(hooks=[fails("before_tool")])

    await answer(memory, calls(SUM), says("Ok."))

    assert [step.state for step in memory.tool_steps()] == ["error"]


@pytest.mark.parametrize("point", ["input", "before_model", "after_model", "output"])
async def test_elsewhere_a_hook_that_fails_is_passed(point: Point) -> None:
    message, _ = await answer(Memory(hooks=[fails(point)]), says("It is four."))

    assert (message.text, message.stop_reason) == ("It is four.", "end")


async def test_hooks_see_what_those_before_them_made() -> None:
    seen: list[JsonValue] = []

    @hook("output")
    async def note(payload: Payload) -> Verdict:
        seen.append(payload["text"])
        return Allow()

    await ask_hooks([changes("output", text="two"), note], "output", {"text": "one"})

    assert seen == ["two"]


async def test_a_hook_that_hangs_is_one_that_fails() -> None:
    async def hang(payload: Payload) -> Verdict:
        await asyncio.Event().wait()
        return Allow()

    slow = Hook("slow", ("before_tool",), hang, timeout=0.01)

    with pytest.raises(HookDenied, match="slow"):
        await ask_hooks([slow], "before_tool", {"arguments": {}})


@pytest.mark.parametrize(
    "written",
    [
        [],
        [1, 2],
        [{"role": "wizard", "content": "Hi"}],
        [{"role": "user", "content": 7}],
        [{"role": "user", "content": ["Hi"]}],
    ],
)
async def test_what_a_hook_writes_that_is_no_prompt_is_passed_over(written: JsonValue) -> None:
    memory = Memory(hooks=[changes("before_model", messages=written)])

    message, model = await answer(memory, says("Four."))

    assert message.text == "Four."
    assert model.asked[0].messages[-1]["content"] == "What is 2+2?"


async def test_a_hook_changes_what_its_point_is_about_and_nothing_else() -> None:
    with pytest.raises(HookDenied):
        await ask_hooks([changes("before_tool", tool="other")], "before_tool", {"arguments": {}})


COMMANDS: Mapping[str, tuple[str, str | None]] = {
    "allows": ("import sys; sys.stdin.read()", "one"),
    "changes": ('print(\'{"change": {"text": "two"}}\')', "two"),
    "denies": ("import sys; print('no!', file=sys.stderr); sys.exit(2)", None),
}


@pytest.mark.parametrize("name", COMMANDS)
async def test_a_command_says_its_verdict_by_exit_code_and_words(name: str) -> None:
    program, expected = COMMANDS[name]
    written = CommandHook(name=name, points=("output",), command=(sys.executable, "-c", program))
    asked = ask_hooks([make_hook(written)], "output", {"text": "one"})

    if expected is None:
        with pytest.raises(HookDenied, match="no!"):
            await asked
    else:
        assert (await asked)["text"] == expected


async def test_a_command_is_shown_no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    program = "import os, sys; sys.exit(2 if 'OPENAI_API_KEY' in os.environ else 0)"
    command = (sys.executable, "-c", program)
    written = CommandHook(name="looks", points=("output",), command=command)

    await ask_hooks([make_hook(written)], "output", {"text": "one"})


@pytest.mark.parametrize(
    "command", [("/does/not/exist",), (sys.executable, "-c", "raise SystemExit(1)")]
)
async def test_a_command_that_fails_forbids_tools(command: tuple[str, ...]) -> None:
    broken = make_hook(CommandHook(name="broken", points=("before_tool",), command=command))

    with pytest.raises(HookDenied, match="broken"):
        await ask_hooks([broken], "before_tool", {"arguments": {}})


@pytest.mark.parametrize(
    "program",
    [
        "while True: print('y' * 65536)",
        "import subprocess, time; subprocess.Popen(['sleep', '600']); time.sleep(600)",
        "import subprocess, time; subprocess.Popen(['yes']); time.sleep(600)",
        "import subprocess; subprocess.Popen(['sleep', '90'], start_new_session=True)",
    ],
    ids=["floods", "waits with a child", "has a child that floods", "leaves a child behind"],
)
async def test_a_command_that_comes_to_no_end_keeps_nobody_waiting(program: str) -> None:
    written = CommandHook(
        name="endless",
        points=("before_tool",),
        command=(sys.executable, "-c", program),
        timeout=0.5,
    )

    async with asyncio.timeout(60):
        with pytest.raises(HookDenied):
            await ask_hooks([make_hook(written)], "before_tool", {"arguments": {}})


async def test_hooks_json_that_can_not_be_read_forbids_tools(tmp_path: Path) -> None:
    file = tmp_path / "hooks.json"
    assert read_hooks(file) == ()
    file.write_text('[{"name": "x", "points": ["everywhere"], "command": ["x"]}]')

    with pytest.raises(HookDenied, match=r"hooks\.json"):
        await ask_hooks(read_hooks(file), "before_tool", {"arguments": {}})


async def test_tools_and_hooks_tell_events_of_their_own() -> None:
    told: list[tuple[str, JsonValue]] = []

    async def tell(name: str, data: JsonValue) -> None:
        told.append((name, data))

    with emitting(Emitters(custom=tell, debug=tell)):
        await emit_custom("progress", {"done": 1})
        await emit_debug("cache", "warm")
    await emit_custom("nobody.hears")

    assert told == [("progress", {"done": 1}), ("cache", "warm")]
    with pytest.raises(ValueError, match="no name"):
        await emit_custom("../up")


async def test_what_happens_inside_is_told_on_the_debug_channel() -> None:
    memory = Memory()

    await answer(memory, calls(SUM), says("Four."))

    assert memory.debugged == [
        "debug.prompt demo/echo",
        "debug.state step",
        "debug.prompt demo/echo",
        "debug.state step",
    ]


async def test_earlier_calls_that_came_to_nothing_are_told_on_the_debug_channel() -> None:
    part = ToolPart(step=0, call_id="c1", name="post", title="Post", state="unknown")
    before = said("Post it", id="m0")
    earlier = answered("I tried.", position=2, to="m0", parts=(part,))
    memory = Memory()

    await run(
        claim(before, earlier, said("And?", position=3)), Model(says("x")), memory, CALCULATOR
    )

    assert "debug.middleware dangling_tool_calls_patched" in memory.debugged


def censor(asked: list[str]) -> Hook:
    @hook("input")
    async def censors(payload: Payload) -> Verdict:
        asked.append(str(payload["text"]))
        if "bomb" in asked[-1]:
            return Deny("Not here.")
        return Change({"text": asked[-1].replace("4711", "****")})

    return censors


async def test_what_was_said_earlier_and_what_joins_is_read_as_hooks_let_it_each_asked_once() -> (
    None
):
    asked = list[str]()
    joining = said("No, 4711!", id="m4", position=4)
    memory = Memory(hooks=[censor(asked)], steers=(joining,))
    history = (said("PIN 4711", id="a"), said("A bomb", id="b", position=2))
    claimed, model = claim(*history, said("And?", position=3)), Model(calls(SUM), says("Ok."))

    await run(claimed, model, memory, CALCULATOR)

    read = [each["content"] for each in model.asked[1].messages if each["role"] == "user"]
    assert read == ["PIN ****", "[withheld]", "And?", "No, ****!"]
    await run(claimed, Model(says("Ok.")), replace(memory, steps={}), CALCULATOR)
    assert sorted(asked) == ["A bomb", "A bomb", "And?", "No, 4711!", "PIN 4711"]


def test_of_what_no_hook_changes_only_that_is_remembered() -> None:
    heard, long, other = Heard(), said("word " * 20_000), said("Shorter.")

    heard.note("parley", long, long.text)
    heard.note("parley", other, "Otherwise.")

    assert len(repr(heard)) < 1_000
    assert (heard.find("parley", long), heard.find("parley", other)) == (long.text, "Otherwise.")
    assert heard.find("toolbox", long) is None
    assert heard.find("parley", long.model_copy(update={"text": "Edited."})) is None
