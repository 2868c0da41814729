"""Tools that really do something: each execution is one line in a file, whoever dies meanwhile.

The agent-runner finds them by their entry points, as it finds those of any other package.
"""

import asyncio
import json
import os
from pathlib import Path

from parley_agent_runner.tools.declaration import AnyTool, Output, Tool, ToolArguments
from parley_shared.models import Effect

COUNTS = "PARLEY_CHAOS_COUNTS"  # the file, in the environment
TAKES = 0.3  # seconds, of which the deed is in the middle


class Tally(ToolArguments):
    tag: str


def make_tally(name: str, effect: Effect, *, gated: bool = False) -> AnyTool:
    async def run(arguments: Tally, call_id: str) -> Output:
        await asyncio.sleep(TAKES / 2)
        note(name, call_id, arguments.tag)
        await asyncio.sleep(TAKES / 2)
        return Output(f"counted {arguments.tag}")

    return Tool(
        name=name,
        title=name.replace("_", " ").capitalize(),
        description="Counts how often it is run.",
        effect=effect,
        timeout=20.0,
        arguments=Tally,
        run=run,
        resume=run if effect == "resumable" else None,
        asks="always" if gated else "never",
        source="chaos",
    )


def note(tool: str, call_id: str, tag: str) -> None:
    """One write of one line: it is there as a whole or not at all."""
    line = json.dumps({"tool": tool, "call_id": call_id, "tag": tag}) + "\n"
    file = os.open(os.environ[COUNTS], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(file, line.encode())
    finally:
        os.close(file)


def install(folder: Path) -> None:
    """Make `folder` one that Python finds the tools in, as if a package had been installed."""
    package = folder / "parley_chaos-1.dist-info"
    package.mkdir(parents=True)
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: parley-chaos\nVersion: 1\n")
    lines = [f"{name} = {__name__}:{name.upper()}" for name in NAMES]
    (package / "entry_points.txt").write_text("\n".join(["[parley.tools]", *lines]) + "\n")


TALLY_PURE = make_tally("tally_pure", "pure")
TALLY_IDEMPOTENT = make_tally("tally_idempotent", "idempotent")
TALLY_RESUMABLE = make_tally("tally_resumable", "resumable")
TALLY_EFFECT = make_tally("tally_effect", "effect")
TALLY_GATED = make_tally("tally_gated", "effect", gated=True)
NAMES = ("tally_pure", "tally_idempotent", "tally_resumable", "tally_effect", "tally_gated")
