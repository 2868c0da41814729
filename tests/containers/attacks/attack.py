"""A hostile program and what must come of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from textwrap import dedent

from parley_shared.sandbox import Language, RunResult

Check = Callable[["Seen"], bool]

SECRET = "DO-NOT-LEAK-4711"  # in the environment of whoever started the sandbox
SECRET_OF_ANOTHER = "SECRET-OF-ANOTHER-THREAD"


@dataclass(frozen=True)
class Seen:
    """What a run came to, and the files of its thread afterwards."""

    result: RunResult
    files: Mapping[str, bytes]

    @property
    def out(self) -> str:
        return self.result.stdout

    @property
    def exited(self) -> bool:
        return self.result.reason == "exited" and self.result.code == 0

    def refused_all(self) -> bool:
        """Each try of the program prints "no" or that it got through, which is never."""
        return self.exited and "GOT" not in self.out and "no" in self.out


@dataclass(frozen=True)
class Attack:
    name: str
    expect: str
    check: Check
    code: str
    language: Language = "python"
    seconds: float = 20.0
    then: str = ""  # a script that the same thread runs afterwards; it is what is checked
    in_bubblewrap: Check | None = None  # where its limits, which are weaker, come to something else
    in_gvisor: Check | None = None  # where its own kernel lets it, or ends as a whole

    def check_in(self, backend: str) -> Check:
        """What it must come to there."""
        others = {"bwrap": self.in_bubblewrap, "runsc": self.in_gvisor}
        return others.get(backend) or self.check


def python(
    name: str,
    expect: str,
    check: Check,
    code: str,
    *,
    seconds: float = 20.0,
    then: str = "",
    in_bubblewrap: Check | None = None,
    in_gvisor: Check | None = None,
) -> Attack:
    return Attack(
        name, expect, check, dedent(code), "python", seconds, then, in_bubblewrap, in_gvisor
    )


def shell(
    name: str,
    expect: str,
    check: Check,
    code: str,
    *,
    seconds: float = 20.0,
    in_bubblewrap: Check | None = None,
) -> Attack:
    return Attack(name, expect, check, dedent(code), "shell", seconds, "", in_bubblewrap)


def ended_whole(seen: Seen) -> bool:
    """The container did, by its limit of memory or with its process 1."""
    return seen.result.reason in ("memory", "lost", "timeout")


def got_only(*names: str) -> Check:
    """The others were refused."""

    def check(seen: Seen) -> bool:
        got = [line.removeprefix("GOT").strip() for line in seen.out.splitlines() if "GOT" in line]
        return seen.exited and set(got) <= set(names)

    return check
