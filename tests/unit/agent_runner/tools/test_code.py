"""What a model is told of the code it had run."""

from datetime import UTC, datetime

import pytest
from parley_agent_runner.demo_programs import PLOT, find_programs
from parley_agent_runner.tools.calling import call_tool
from parley_agent_runner.tools.code import describe_run, make_code_tools
from parley_shared.facts import phrase
from parley_shared.models import FileRef, WorkspaceFile
from parley_shared.sandbox import Language, Left, Reason, RunResult

PICTURE = FileRef(id="f1", name="plot.png", media_type="image/png", size=23_000, sha256="0" * 64)
KEPT = WorkspaceFile(
    path="out/plot.png", file=PICTURE, seq=1, changed_at=datetime(2026, 5, 1, tzinfo=UTC)
)


def test_a_good_end_tells_output_and_files() -> None:
    result = RunResult(
        reason="exited",
        code=0,
        stdout="42\n",
        seconds=0.31,
        files=(KEPT,),
        deleted=("old.txt",),
        left=(Left(path="big.bin", size=90 << 20),),
    )

    assert describe_run(result) == (
        "Exit code 0 after 0.3 s.\n\n"
        "stdout:\n42\n\n"
        "Files written: out/plot.png (22.5 kB)\n\n"
        "Files deleted: old.txt\n\n"
        "NOT kept, too many or too large: big.bin (90.0 MB)"
    )


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("timeout", "took too long"),
        ("cancelled", "stopped by the person"),
        ("output_limit", "wrote far too much"),
        ("memory", "used up all memory"),
        ("lost", "was not run again"),
    ],
)
def test_every_other_end_is_told_in_words(reason: Reason, words: str) -> None:
    assert words in describe_run(RunResult(reason=reason))


def test_a_kill_by_the_kernel_is_explained() -> None:
    told = describe_run(RunResult(reason="exited", signal=9, seconds=1.0))

    assert told == (
        "The program was killed by signal 9 after 1.0 s. Most likely it used too much memory."
    )


def test_long_output_keeps_the_error_at_its_end() -> None:
    told = describe_run(RunResult(reason="exited", code=1, stderr="x" * 9_000 + "ValueError"))

    assert told.endswith("ValueError")
    assert len(told) < 4_000


async def test_files_become_artifacts_of_the_call() -> None:
    async def run_code(language: Language, code: str, seconds: float, call_id: str) -> RunResult:
        assert (language, code, seconds, call_id) == ("python", "draw()", 60.0, "c1")
        return RunResult(reason="exited", code=0, files=(KEPT,))

    python, _ = make_code_tools(run_code)
    outcome = await call_tool(python, {"code": "draw()"}, "c1")

    assert (outcome.state, outcome.output.artifacts) == ("done", (PICTURE,))


async def test_outside_of_a_turn_nothing_is_run() -> None:
    _, shell = make_code_tools()

    outcome = await call_tool(shell, {"code": "ls"}, "c1")

    assert outcome.state == "error"


def test_code_is_run_again_by_its_call_and_needs_no_approval() -> None:
    no_docker = phrase("code_no_docker", "no Docker")

    specs = [tool.describe() for tool in make_code_tools(unavailable=no_docker)]

    assert [(spec.name, spec.effect, spec.asks, spec.unavailable) for spec in specs] == [
        ("run_python", "resumable", "never", "no Docker"),
        ("run_shell", "resumable", "never", "no Docker"),
    ]
    assert [spec.unavailable_fact for spec in specs] == [no_docker.fact] * 2


def test_the_demo_model_runs_what_is_fenced_and_draws_when_asked() -> None:
    assert find_programs("Run\n```python\nprint(1)\n```\nand\n```sh\nls\n```") == [
        ("run_python", "print(1)\n"),
        ("run_shell", "ls\n"),
    ]
    assert find_programs("Please draw me a plot.") == [("run_python", PLOT)]
    assert find_programs("Hello") == []
