"""Runs the tool calls of one model step: approved, journaled before and after, never twice."""

import json
from collections.abc import Mapping
from typing import Literal

from parley_shared.journal import LlmStep, ToolCall, ToolStep
from parley_shared.models import Arguments, Limits
from parley_shared.store import ApprovalWanted, ChildWanted, Handoff, QueryWanted
from pydantic import JsonValue

from parley_agent_runner.beside import side_by_side
from parley_agent_runner.hooking import hook_call, hook_result
from parley_agent_runner.journal import Journal
from parley_agent_runner.limits import share_limits
from parley_agent_runner.tools.approving import bind, find_need
from parley_agent_runner.tools.declaration import (
    Answer,
    AnyTool,
    Outcome,
    Output,
    PersonNeeded,
)
from parley_agent_runner.tools.untrusted import wrap_untrusted
from parley_agent_runner.wanting import want_answer, want_approval, want_child
from parley_agent_runner.world import World

ToolStepState = Literal["started", "done", "error", "unknown", "skipped"]

SIDE_BY_SIDE = 4  # sub-agents of one turn
SUMMARY = 1_000  # characters of a result that people and later turns see

MAY_HAVE_HAPPENED = (
    "The runner stopped while this call ran: it may or may not have happened. "
    "Check before you do it again."
)
BROKEN_OFF = "The turn was stopped while this call ran. It changes nothing."
NOBODY_DECIDED = "Nobody decided about this call in time, so it was not run."
NOBODY_ANSWERED = "The person did not answer in time."
CHANGED = "The tool has changed since this call was approved, so it was not run. Ask again."


class Batch:
    """The calls of one reply; what already has a result is left alone."""

    def __init__(
        self,
        reply: LlmStep,
        journal: Journal,
        tools: Mapping[str, AnyTool],
        world: World,
        origin: str | None,
        limits: Limits,
    ) -> None:
        """`origin` is whose text the model had read when it wrote this reply."""
        self._n = reply.n
        self._calls = list(enumerate(reply.calls))
        self._journal, self._tools, self._world = journal, tools, world
        self._origin, self._limits = origin, limits
        self._asked: list[QueryWanted] = []  # by calls that are under way
        self._hooked: dict[int, Arguments] = {}  # what hooks made of a person's changes

    async def run(self) -> bool:
        """False if a human has to decide first and the turn is parked."""
        await self._end_uncertain()
        for i, call in self._open():
            if (why := self._refusal(call)) is not None:
                await self._keep(i, call, "error", why)
        if not await self._all_decided():
            return False
        await self._keep_answers()
        for i, call in self._open():
            if (why := self._denial(i, call)) is not None:
                await self._keep(i, call, "skipped", why)
        await self._hook_edited()
        if not await self._run_open():
            return False
        return await self._delegate()

    def find_handoff(self) -> Handoff | None:
        """To whom the first call that hands over, and was run, does."""
        for i, call in self._calls:
            tool, kept = self._tools.get(call.name), self._journal.result(self._n, i)
            if tool is not None and tool.hands_over is not None and kept and kept.state == "done":
                return tool.hands_over(tool.arguments.model_validate(self._arguments(i, call)))
        return None

    async def skip(self, why: str) -> None:
        """End every call that has no result, for the turn ends here."""
        for i, call in self._open():
            if not self._is_begun(i):
                await self._keep(i, call, "skipped", why)
            elif call.effect == "pure":
                await self._keep(i, call, "skipped", BROKEN_OFF)
            else:
                await self._keep(i, call, "unknown", MAY_HAVE_HAPPENED)

    async def _end_uncertain(self) -> None:
        """What was begun before a fault and must not be begun again."""
        for i, call in self._open():
            again = call.effect != "effect" and call.name in self._tools
            if self._is_begun(i) and not again and not self._is_held(i, call):
                await self._keep(i, call, "unknown", MAY_HAVE_HAPPENED)

    def _is_begun(self, i: int) -> bool:
        return self._journal.call(self._n, i) is not None

    def _is_held(self, i: int, call: ToolCall) -> bool:
        """It goes on here, with what the person answered to its question."""
        holds = self._tools[call.name].holds if call.name in self._tools else None
        return holds is not None and self._find_answer(i) is not None and holds(call.call_id)

    def _find_answer(self, i: int) -> Answer | None:
        step = self._journal.answer(self._n, i)
        if step is None or step.state != "done":
            return None
        return Answer(step.answer, step.earlier)

    def _open(self) -> list[tuple[int, ToolCall]]:
        return [each for each in self._calls if self._journal.result(self._n, each[0]) is None]

    def _refusal(self, call: ToolCall) -> str | None:
        if call.name not in self._tools:
            return f"There is no tool {call.name!r} here, or it is switched off."
        return call.invalid

    async def _all_decided(self) -> bool:
        open_ = self._open()
        approvals = [self._want_approval(i, call) for i, call in open_]
        queries = [self._want_answer(i, call) for i, call in open_]
        wanted = tuple(each for each in approvals if each is not None)
        asked = tuple(each for each in queries if each is not None)
        if not wanted and not asked:
            return True
        if not await self._world.park(wanted, asked):
            waits: list[JsonValue] = [call.call_id for _, call in open_]
            await self._world.debug("debug.middleware", "interrupt_triggered", lambda: waits)
            return False
        self._journal.learn(await self._world.read_steps())
        return True

    def _want_approval(self, i: int, call: ToolCall) -> ApprovalWanted | None:
        """None if nobody has to be asked, or somebody has decided."""
        tool, approval = self._tools[call.name], self._journal.approval(self._n, i)
        if self._is_begun(i) or (approval is not None and approval.state == "done"):
            return None
        need = find_need(tool, call.arguments, self._origin)
        if need is None:
            return None
        return want_approval(self._n, i, call, tool, need)

    def _want_answer(self, i: int, call: ToolCall) -> QueryWanted | None:
        tool, answer = self._tools[call.name], self._journal.answer(self._n, i)
        if tool.question is None or (answer is not None and answer.state == "done"):
            return None
        asked = tool.question(tool.arguments.model_validate(call.arguments))
        return want_answer(self._n, i, call, tool, asked)

    async def _keep_answers(self) -> None:
        for i, call in self._open():
            answer = self._find_answer(i)
            if answer is not None and self._tools[call.name].question is not None:
                words = ", ".join(answer.words or ()) or NOBODY_ANSWERED
                await self._keep_hooked(i, call, Outcome("done", Output(words)))

    def _denial(self, i: int, call: ToolCall) -> str | None:
        """What the model is told of a call that may not run, be it by a person or the clock."""
        approval = self._journal.approval(self._n, i)
        if approval is None or self._is_begun(i):
            return None
        if approval.expired:
            return NOBODY_DECIDED
        if not approval.approved:
            return f"The person declined this call. {approval.reason or ''}".strip()
        if approval.binding != bind(self._tools[call.name], call.arguments):
            return CHANGED
        return None

    async def _hook_edited(self) -> None:
        for i, call in self._open():
            edited = self._arguments(i, call)
            if edited == call.arguments:
                continue
            changed = call.model_copy(update={"arguments": edited})
            checked = await hook_call(changed, self._tools, self._world)
            if checked.invalid is not None:
                await self._keep(i, call, "error", checked.invalid)
            self._hooked[i] = checked.arguments

    async def _run_open(self) -> bool:
        """What changes nothing runs side by side; the rest one after another, in order.

        False if a call goes on only when the person has answered it, and the turn is parked.
        """
        open_ = [each for each in self._open() if not self._tools[each[1].name].delegates]
        await side_by_side(*(self._run_call(i, call) for i, call in open_ if call.effect == "pure"))
        for i, call in open_:
            if call.effect != "pure" and not self._asked:
                await self._run_call(i, call)
        if not self._asked:
            return True
        asked, self._asked = tuple(self._asked), []
        if not await self._world.park(queries=asked):
            return False
        self._journal.learn(await self._world.read_steps())
        return await self._run_open()

    async def _delegate(self) -> bool:
        """False if sub-agents are at work; some after others if there are many."""
        await self._keep_children()
        for i, call in self._open():
            if (why := self._tools[call.name].find_fault(self._arguments(i, call))) is not None:
                await self._keep(i, call, "error", why)
        wanted = self._want_children()
        if not wanted:
            return True
        if not await self._world.park(children=wanted):
            return False
        self._journal.learn(await self._world.read_steps())
        return await self._delegate()

    def _want_children(self) -> tuple[ChildWanted, ...]:
        open_ = self._open()[:SIDE_BY_SIDE]
        share = share_limits(self._journal, self._limits, max(1, len(open_)))
        return tuple(
            want_child(
                self._n,
                i,
                call,
                self._tools[call.name],
                self._arguments(i, call),
                limits=share,
                origin=self._origin or "",
            )
            for i, call in open_
        )

    async def _keep_children(self) -> None:
        for i, call in self._open():
            child = self._journal.child(self._n, i)
            if child is not None and child.state != "started":
                output = Output(child.summary, origin=child.origin)
                await self._keep_hooked(i, call, Outcome(child.state, output))

    async def _run_call(self, i: int, call: ToolCall) -> None:
        begun = self._is_begun(i)
        if not begun:
            await self._keep(i, call, "started", "")
        if self._journal.result(self._n, i) is not None:
            return
        await self._world.hold_lease()
        tool, arguments = self._tools[call.name], self._arguments(i, call)
        try:
            outcome = await self._world.call_tool(
                tool,
                arguments,
                call.call_id,
                resume=begun and call.effect == "resumable",
                answer=self._find_answer(i),
            )
        except PersonNeeded as needed:
            before = self._journal.answer(self._n, i)
            round = len(before.earlier) + 1 if before else 0
            self._asked.append(want_answer(self._n, i, call, tool, needed.asked, round))
            return
        outcome = await hook_result(call, arguments, outcome, self._world)
        note = None
        if arguments != call.arguments:
            note = f"(The person changed the arguments to {json.dumps(arguments)}.)"
        await self._keep_outcome(i, call, outcome, note)

    def _arguments(self, i: int, call: ToolCall) -> Arguments:
        if i in self._hooked:
            return self._hooked[i]
        approval = self._journal.approval(self._n, i)
        edited = approval.arguments if approval else None
        return call.arguments if edited is None else edited

    async def _keep(self, i: int, call: ToolCall, state: ToolStepState, result: str) -> None:
        await self._journal.keep(self._step(i, call, state, result))

    async def _keep_hooked(self, i: int, call: ToolCall, outcome: Outcome) -> None:
        arguments = self._arguments(i, call)
        hooked = await hook_result(call, arguments, outcome, self._world)
        await self._keep_outcome(i, call, hooked, None)

    async def _keep_outcome(
        self, i: int, call: ToolCall, outcome: Outcome, note: str | None
    ) -> None:
        """People see the bare result; the model reads the note too, and who wrote what."""
        output, told = outcome.output, outcome.output.text
        if output.origin:
            told = wrap_untrusted(told, output.origin, call.call_id)
        step = self._step(i, call, outcome.state, f"{note}\n{told}" if note else told)
        more = {
            "summary": output.text[:SUMMARY],
            "origin": output.origin,
            "artifacts": output.artifacts,
            "todos": output.todos,
            "duration_ms": outcome.duration_ms,
        }
        await self._journal.keep(step.model_copy(update=more))

    def _step(self, i: int, call: ToolCall, state: ToolStepState, result: str) -> ToolStep:
        return ToolStep(
            n=self._n,
            i=i,
            state=state,
            call_id=call.call_id,
            name=call.name,
            result=result,
            summary=result[:SUMMARY],
        )
