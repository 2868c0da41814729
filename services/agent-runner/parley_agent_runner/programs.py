"""Runs a program: it is told something, heard up to a limit, and ended when nobody waits for it."""

import asyncio
import os
import signal
from asyncio import SubprocessTransport, WriteTransport
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import cast

STDIN, STDOUT, STDERR = 0, 1, 2


class SaidTooMuch(Exception):
    """Nobody listens to that much."""


@dataclass(frozen=True)
class Ran:
    code: int | None  # exit code
    out: bytes
    err: bytes


class _Talk(asyncio.SubprocessProtocol):
    def __init__(self, most: int) -> None:
        loop = asyncio.get_running_loop()
        self.over: asyncio.Future[None] = loop.create_future()  # ended, and all of it is heard
        self.ended: asyncio.Future[None] = loop.create_future()
        self.heard = {STDOUT: bytearray(), STDERR: bytearray()}
        self._most = most

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        if self.over.done():
            return
        self.heard[fd] += data
        if sum(map(len, self.heard.values())) > self._most:
            self.over.set_exception(SaidTooMuch())

    def process_exited(self) -> None:
        if not self.ended.done():
            self.ended.set_result(None)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.over.done():
            self.over.set_result(None)


async def run_program(
    command: Sequence[str], told: bytes, *, environment: Mapping[str, str], most: int
) -> Ran:
    """`most`: bytes that it may write. Raises OSError if it can't be started, SaidTooMuch.

    Broken off, it is killed with all that it started; what those left behind by one that ended
    still write is heard by nobody.
    """
    transport, talk = await asyncio.get_running_loop().subprocess_exec(
        lambda: _Talk(most), *command, env=dict(environment), start_new_session=True
    )
    try:
        stdin = cast(WriteTransport, transport.get_pipe_transport(STDIN))  # as a pipe to write is
        stdin.write(told)
        stdin.write_eof()
        await talk.over
    finally:
        await _end(transport, talk)
    return Ran(transport.get_returncode(), bytes(talk.heard[STDOUT]), bytes(talk.heard[STDERR]))


async def _end(transport: SubprocessTransport, talk: _Talk) -> None:
    """Its pipes are not waited for: whoever else has them may keep them open without end."""
    try:
        if not talk.ended.done():
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(transport.get_pid(), signal.SIGKILL)
            await talk.ended
    finally:
        transport.close()
