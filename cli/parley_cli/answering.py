"""What the launcher answers on the bus: how its processes are, and another sign-in token."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from importlib.metadata import version

from parley_shared.bus import Bus
from parley_shared.launcher import GetProcesses, KeptProcess, NewToken, Processes, RotateToken
from parley_shared.rpc import Answers

from parley_cli.admin import tell_token
from parley_cli.folder import DataFolder
from parley_cli.processes import ProcessFacts
from parley_cli.token import keep_token, make_token

Look = Callable[[], tuple[ProcessFacts, ...]]


@asynccontextmanager
async def answer_browsers(bus: Bus, folder: DataFolder, look: Look) -> AsyncIterator[None]:
    async with Answers(bus, service="launcher", version=version("parley-cli")) as answers:
        await answers.add(RotateToken, partial(rotate_token, bus, folder))
        await answers.add(GetProcesses, partial(describe_processes, look))
        yield


async def rotate_token(bus: Bus, folder: DataFolder, question: RotateToken) -> NewToken:
    """Told before it is kept: a store that does not answer leaves the old one as it is.

    Raises Unavailable.
    """
    token = make_token()
    await tell_token(bus, token, keeps=question.keeps)
    keep_token(folder, token)
    return NewToken(token=token)


async def describe_processes(look: Look, question: GetProcesses) -> Processes:
    return Processes(
        processes=tuple(
            KeptProcess(name=each.name, state=each.state, ends=each.lately, last_end=each.last_end)
            for each in look()
        )
    )
