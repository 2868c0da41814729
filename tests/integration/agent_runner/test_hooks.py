"""Hooks of a real runner."""

import json
import sys
from pathlib import Path

from parley_shared.runner import GetPreflight

from tests.integration.agent_runner.house import House

GUARD = """
import json, sys
asked = json.load(sys.stdin)
if "secret" in asked["text"]:
    print("That stays here.", file=sys.stderr)
    sys.exit(2)
print(json.dumps({"change": {"text": asked["text"].upper()}}))
"""


async def test_a_command_in_hooks_json_changes_and_forbids_answers(
    house: House, tmp_path: Path
) -> None:
    folder = tmp_path / "agent-runner"
    folder.mkdir(exist_ok=True)
    written = {"name": "guard", "points": ["output"], "command": [sys.executable, "-c", GUARD]}
    (folder / "hooks.json").write_text(json.dumps([written]))
    await house.start("agent-runner")

    loud, _ = await house.ask("guarded", "Hello")
    denied, _ = await house.ask("guarded", "Tell the secret")

    assert loud.text == "ECHO: HELLO"
    assert (denied.text, denied.stop_reason) == ("That stays here.", "content_filter")


async def test_preflight_names_the_hooks_that_a_real_call_would_ask_and_asks_none(
    house: House, tmp_path: Path
) -> None:
    folder = tmp_path / "agent-runner"
    folder.mkdir(exist_ok=True)
    asked = tmp_path / "asked"
    touch = [sys.executable, "-c", f"open({str(asked)!r}, 'w')"]
    written = [
        {"name": "censor", "points": ["input", "before_model"], "command": touch},
        {"name": "guard", "points": ["output"], "command": touch},
    ]
    (folder / "hooks.json").write_text(json.dumps(written))
    await house.start("agent-runner")

    shown = await house.web.ask(GetPreflight(agent_id="parley", text="Hello"), timeout=60)

    assert shown.hooks == ("censor",)
    assert not asked.exists()
