"""Makes another sign-in token when a signed-in browser asks for it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from importlib.metadata import version

from parley_shared.bus import Bus
from parley_shared.launcher import NewToken, RotateToken
from parley_shared.rpc import Answers

from parley_cli.admin import tell_token
from parley_cli.folder import DataFolder
from parley_cli.token import keep_token, make_token


@asynccontextmanager
async def answer_rotations(bus: Bus, folder: DataFolder) -> AsyncIterator[None]:
    async with Answers(bus, service="launcher", version=version("parley-cli")) as answers:
        await answers.add(RotateToken, partial(rotate_token, bus, folder))
        yield


async def rotate_token(bus: Bus, folder: DataFolder, question: RotateToken) -> NewToken:
    """Told before it is kept: a store that does not answer leaves the old one as it is.

    Raises Unavailable.
    """
    token = make_token()
    await tell_token(bus, token, keeps=question.keeps)
    keep_token(folder, token)
    return NewToken(token=token)
