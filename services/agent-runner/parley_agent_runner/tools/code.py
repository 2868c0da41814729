"""Runs code that an agent writes: Python and shell, in a container with the thread's files."""

from collections.abc import Awaitable, Callable

from parley_shared.sandbox import CODE_LIMIT, LONGEST, Language, RunResult
from pydantic import Field

from parley_agent_runner.tools.declaration import AnyTool, Output, Tool, ToolArguments, ToolFailed

RunCode = Callable[[Language, str, float, str], Awaitable[RunResult]]  # the last is the call's id

WAITS = 300.0  # seconds until a run is given up: they take turns, so one may have to wait
GIVES_UP_WITHIN = 10.0  # seconds
STDOUT, STDERR = 11_000, 3_500  # characters that a model reads
LISTED = 50  # files
ABOUT = (
    "The files of this conversation are in /workspace, the current folder: those written there "
    "are kept and shown to the person, images too. Variables, processes and files elsewhere are "
    "gone when the call ends. There is no network, and nobody answers input()."
)


class Script(ToolArguments):
    code: str = Field(min_length=1, max_length=CODE_LIMIT, description="The whole program.")
    seconds: float = Field(
        default=60.0, gt=0, le=LONGEST, description="It is stopped after so many seconds."
    )


async def only_in_a_turn(language: Language, code: str, seconds: float, call_id: str) -> RunResult:
    raise ToolFailed("Code is run for an agent's turn only.")


def make_code_tools(
    run_code: RunCode = only_in_a_turn, unavailable: str | None = None
) -> tuple[AnyTool, ...]:
    python = (
        "Runs a Python 3 program and gives what it prints. Print what you want to see; numpy, "
        "pandas, matplotlib (save the plot as a PNG file), openpyxl and pillow are there unless "
        f"this installation is a slim one. {ABOUT}"
    )
    shell = f"Runs a bash script with the usual small Unix tools and gives what it prints. {ABOUT}"
    return (
        _make("python", "Python", python, run_code, unavailable),
        _make("shell", "Shell", shell, run_code, unavailable),
    )


def _make(
    language: Language, title: str, description: str, run_code: RunCode, unavailable: str | None
) -> AnyTool:
    async def run(arguments: Script, call_id: str) -> Output:
        result = await run_code(language, arguments.code, arguments.seconds, call_id)
        return Output(describe_run(result), artifacts=tuple(each.file for each in result.files))

    return Tool(
        name=f"run_{language}",
        title=title,
        description=description,
        # Asked for again after a fault, the sandbox goes on with the run of that call.
        effect="resumable",
        timeout=WAITS + GIVES_UP_WITHIN,
        arguments=Script,
        run=run,
        resume=run,
        unavailable=unavailable,
    )


def describe_run(result: RunResult) -> str:
    """For the model: how it ended, what it wrote, which files it left."""
    parts = [describe_end(result)]
    if result.note:
        parts.append(result.note)
    for name, text, most in (("stdout", result.stdout, STDOUT), ("stderr", result.stderr, STDERR)):
        if text.strip():
            parts.append(f"{name}:\n{_cut_middle(text.rstrip(), most)}")
    if result.is_cut:
        parts.append("It wrote more than is kept; the rest of its output is lost.")
    return "\n\n".join([*parts, *_describe_files(result)])


def describe_end(result: RunResult) -> str:
    took = f"after {result.seconds:.1f} s"
    match result.reason:
        case "exited" if result.signal is not None:
            return f"The program was killed by signal {result.signal} {took}.{_guess(result)}"
        case "exited":
            return f"Exit code {result.code} {took}."
        case "timeout":
            return f"The program took too long and was stopped {took}."
        case "cancelled":
            return f"The program was stopped by the person {took}."
        case "output_limit":
            return f"The program wrote far too much and was stopped {took}."
        case "memory":
            return "The program used up all memory and was ended."
        case "lost":
            return "The program did not end well: its container was lost. It was not run again."


def _guess(result: RunResult) -> str:
    return " Most likely it used too much memory." if result.signal == 9 else ""


def _describe_files(result: RunResult) -> list[str]:
    written = [f"{each.path} ({_size(each.file.size)})" for each in result.files[:LISTED]]
    left = [f"{each.path} ({_size(each.size)})" for each in result.left[:LISTED]]
    told: list[tuple[str, list[str]]] = [
        ("Files written", written),
        ("Files deleted", list(result.deleted[:LISTED])),
        ("NOT kept, too many or too large", left),
        ("Not in /workspace, for it would not fit", list(result.not_there[:LISTED])),
    ]
    return [f"{title}: {', '.join(names)}" for title, names in told if names]


def _size(count: int) -> str:
    for unit, letters in ((1 << 20, "MB"), (1 << 10, "kB")):
        if count >= unit:
            return f"{count / unit:.1f} {letters}"
    return f"{count} bytes"


def _cut_middle(text: str, most: int) -> str:
    """Errors stand at the end, so both ends are kept."""
    if len(text) <= most:
        return text
    half = most // 2
    return f"{text[:half]}\n[{len(text) - most} characters were left out]\n{text[-half:]}"


CODE_TOOLS = ("run_python", "run_shell")
