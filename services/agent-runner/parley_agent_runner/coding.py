"""Runs the code of one claimed turn, and tells its output as the progress of its call."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import count

from parley_shared.events import ToolProgress
from parley_shared.sandbox import Language, RunResult, StartRun
from parley_shared.store import Claimed

from parley_agent_runner.sandbox import Sandbox
from parley_agent_runner.telling import Emit
from parley_agent_runner.tools.code import make_code_tools
from parley_agent_runner.tools.declaration import AnyTool


@dataclass(frozen=True)
class Coding:
    sandbox: Sandbox
    claimed: Claimed
    emit: Emit
    is_stopped: Callable[[], bool]  # whether a person wants the turn to end

    def bind(self, tools: Mapping[str, AnyTool]) -> dict[str, AnyTool]:
        """Those of `tools` that run code, now for this turn."""
        return {tool.name: tool for tool in make_code_tools(self._run) if tool.name in tools}

    async def _run(self, language: Language, code: str, seconds: float, call_id: str) -> RunResult:
        run = StartRun(
            call_id=call_id,
            thread_id=self.claimed.workspace_id or self.claimed.thread.id,
            turn_id=self.claimed.turn.id,
            fence=self.claimed.fence,
            language=language,
            code=code,
            seconds=seconds,
        )
        numbers = count()

        async def hear(text: str) -> None:
            await self.emit(self._progress(call_id, next(numbers), text))

        return await self.sandbox.run(run, hear, self.is_stopped)

    def _progress(self, call_id: str, n: int, text: str) -> ToolProgress:
        return ToolProgress(
            thread_id=self.claimed.thread.id,
            turn_id=self.claimed.turn.id,
            attempt=self.claimed.attempt,
            step=0,  # its call says where it belongs
            n=n,
            message_id=self.claimed.answer_id,
            call_id=call_id,
            text=text,
        )
