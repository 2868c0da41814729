"""A server that is told to stop, and who has come in just before."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from parley_web.server import Server
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from tests.ports import free_port
from tests.waiting import PATIENCE

REQUEST = b"GET / HTTP/1.1\r\nHost: here\r\n\r\n"


async def say_hello(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse("hello")(scope, receive, send)


async def until(is_so: Callable[[], Any]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not is_so():
            await asyncio.sleep(0.01)


@asynccontextmanager
async def serving(newcomers: float) -> AsyncIterator[tuple[Server, int, Awaitable[None]]]:
    port = free_port()
    config = uvicorn.Config(say_hello, port=port, http="httptools", lifespan="off", log_config=None)
    server = Server(config, newcomers)
    running = asyncio.create_task(server.serve())
    try:
        await until(lambda: server.started)
        yield server, port, running
    finally:
        server.should_exit = True
        await asyncio.wait_for(running, PATIENCE)


async def test_who_has_come_in_is_answered_also_if_it_asks_only_when_the_server_stops() -> None:
    async with serving(newcomers=PATIENCE) as (server, port, running):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        await until(lambda: server.server_state.connections)

        server.should_exit = True
        await until(lambda: not server.servers[0].is_serving())
        writer.write(REQUEST)

        answer = await asyncio.wait_for(reader.read(), PATIENCE)
        assert answer.startswith(b"HTTP/1.1 200")
        assert answer.endswith(b"hello")
        await running
        writer.close()


async def test_a_line_that_nobody_uses_does_not_hold_it_up() -> None:
    async with serving(newcomers=0.0) as (server, port, running):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        await until(lambda: server.server_state.connections)

        server.should_exit = True

        assert await asyncio.wait_for(reader.read(), PATIENCE) == b""
        await running
        writer.close()
