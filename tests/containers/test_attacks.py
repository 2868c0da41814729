"""Hostile programs: each does its worst, and comes to what it should."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress

import pytest
import pytest_asyncio

from tests.containers.attacks.attack import SECRET_OF_ANOTHER, Attack, Seen
from tests.containers.attacks.bombs import BOMBS
from tests.containers.attacks.escapes import ESCAPES
from tests.containers.attacks.leavings import LEAVINGS
from tests.containers.room import BACKEND, Room

ATTACKS = (*BOMBS, *ESCAPES, *LEAVINGS)

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture(scope="session")
def listening() -> Iterator[int]:
    """A server on this machine that a program must not reach: its port."""
    with socket.socket() as server, socket.socket(socket.AF_UNIX) as abstract:
        server.bind(("127.0.0.1", 0))
        server.listen()
        with suppress(OSError):  # another run of these tests has it
            abstract.bind("\0parley-test-abstract")
            abstract.listen()
        yield server.getsockname()[1]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def outcomes(room: Room, listening: int) -> AsyncIterator[dict[str, asyncio.Task[Seen]]]:
    """All begin at once; the broker lets a few of them run at a time."""
    room.files["another"] = {"secret.txt": SECRET_OF_ANOTHER.encode()}
    await room.run("open('own.txt', 'w').write(open('secret.txt').read())", thread="another")

    async def carry_out(number: int, attack: Attack) -> Seen:
        thread = f"attack{number}"
        code = attack.code.replace("LISTENING", str(listening))
        result = await room.run(code, attack.language, thread=thread, seconds=attack.seconds)
        if attack.then:
            result = await room.run(attack.then, "shell", thread=thread)
        return Seen(result, room.files.get(thread, {}))

    async with asyncio.TaskGroup() as group:
        room_for = asyncio.Semaphore(16)  # of them; more than these the broker would refuse

        async def wait_and_carry_out(number: int, attack: Attack) -> Seen:
            async with room_for:
                return await carry_out(number, attack)

        yield {
            attack.name: group.create_task(wait_and_carry_out(number, attack))
            for number, attack in enumerate(ATTACKS)
        }


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
async def test_a_hostile_program_comes_to_what_it_should(
    attack: Attack, outcomes: dict[str, asyncio.Task[Seen]]
) -> None:
    seen = await outcomes[attack.name]

    assert attack.check_in(BACKEND)(seen), (
        f"expected: {attack.expect}\n{seen.result}\n{sorted(seen.files)}"
    )


async def test_there_are_as_many_as_the_design_names() -> None:
    assert len({attack.name for attack in ATTACKS}) == 57
