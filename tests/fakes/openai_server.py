"""A scripted OpenAI-compatible server on loopback; `python -m tests.fakes.openai_server` runs it.

Which script a request gets is said by a test (`server.scripts["model"] = [...]`), else by the
name in the last user message ("[[half-once]]"), else by the model's name, else it echoes.
"""

import argparse
import asyncio
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager

from tests.fakes.openai_script import BY_NAME, Hang, Refuse, Reset, Script, say
from tests.fakes.openai_wire import (
    Asked,
    Gone,
    head_of,
    play_act,
    read_request,
    write_json,
    write_refusal,
)

TITLES = "titles"  # a script of this name is for titles, whatever model is asked for one


class OpenAIServer:
    """Counts what it is asked and who goes away before the end."""

    def __init__(self) -> None:
        self.url = ""
        self.scripts: dict[str, Sequence[Script]] = {}
        self.models: list[str] = ["hello"]
        self.asked: list[Asked] = []  # for answers; titles come when they come
        self.hears: dict[bytes, str] = {}  # what is spoken in a file
        self.spoken: list[Asked] = []
        self.disconnects = 0
        self.open = 0
        self._played: dict[str, int] = {}
        self._changed = asyncio.Condition()

    @asynccontextmanager
    async def serving(
        self, port: int = 0, host: str = "127.0.0.1"
    ) -> AsyncIterator["OpenAIServer"]:
        listening = await asyncio.start_server(self._serve, host, port)
        self.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}/v1"
        async with listening:
            yield self

    async def until_asked(self, times: int) -> None:
        async with self._changed:
            await self._changed.wait_for(lambda: len(self.asked) >= times)

    async def until_disconnected(self, times: int) -> None:
        async with self._changed:
            await self._changed.wait_for(lambda: self.disconnects >= times)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request per connection: so a byte more can only be a good-bye."""
        try:
            asked = await read_request(reader)
            async with self._counted(asked):
                await self._answer(asked, reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, Gone):
            pass
        finally:
            writer.close()

    @asynccontextmanager
    async def _counted(self, asked: Asked) -> AsyncIterator[None]:
        """Only what is asked of a model for an answer counts."""
        counts = asked.path.endswith("/chat/completions") and not asked.is_for_a_title
        if counts:
            self.open += 1
            self.asked.append(asked)
            await self._tell()
        try:
            yield
        finally:
            self.open -= counts
            await self._tell()

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def _answer(
        self, asked: Asked, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        if asked.path.endswith("/models"):
            listed = [{"id": model, "object": "model"} for model in self.models]
            write_json(writer, 200, {"object": "list", "data": listed})
        elif asked.path == "/seen":
            seen = {"requests": len(self.asked), "disconnects": self.disconnects, "open": self.open}
            write_json(writer, 200, seen)
        elif asked.path.endswith("/audio/transcriptions"):
            self.spoken.append(asked)
            heard = self.hears.get(asked.body["file"])
            if heard is None:
                write_refusal(writer, Refuse(400, "no words in it"))
            else:
                write_json(writer, 200, {"text": heard})
        elif asked.path.endswith("/chat/completions"):
            await self._until_gone(self._play(asked, writer), reader)
        else:
            write_json(writer, 404, {"error": {"message": f"no such path {asked.path!r}"}})
        await writer.drain()

    async def _until_gone(
        self, play: Coroutine[None, None, None], reader: asyncio.StreamReader
    ) -> None:
        playing = asyncio.create_task(play)
        leaving = asyncio.create_task(reader.read(1))
        try:
            await asyncio.wait((playing, leaving), return_when=asyncio.FIRST_COMPLETED)
            if not playing.done():
                raise Gone
            playing.result()
        except (Gone, ConnectionError):
            if not playing.done() or leaving.done():
                self.disconnects += 1
        finally:
            playing.cancel()
            leaving.cancel()
            await asyncio.gather(playing, leaving, return_exceptions=True)

    def choose_script(self, asked: Asked) -> Script:
        name, scripts = self._choose(asked)
        turn = self._played.get(name, 0)
        self._played[name] = turn + 1
        return scripts[min(turn, len(scripts) - 1)]

    def _choose(self, asked: Asked) -> tuple[str, Sequence[Script]]:
        if asked.is_for_a_title and TITLES in self.scripts:
            return TITLES, self.scripts[TITLES]
        if asked.model in self.scripts:
            return asked.model, self.scripts[asked.model]
        for name, scripts in BY_NAME.items():
            if f"[[{name}]]" in asked.last_user_text or asked.model == name:
                return f"{name}/{asked.last_user_text}", scripts
        return "echo", [say(f"Echo: {asked.last_user_text}")]

    async def _play(self, asked: Asked, writer: asyncio.StreamWriter) -> None:
        script = self.choose_script(asked)
        if isinstance(script[0], Refuse):
            return write_refusal(writer, script[0])
        if isinstance(script[0], Hang):
            await asyncio.Event().wait()
        if not isinstance(script[0], Reset):
            writer.write(head_of(200, "text/event-stream", {}))
        for act in script:
            await play_act(act, asked.model, writer)


async def _main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--port", type=int, default=0)
    server = OpenAIServer()
    server.models = list(BY_NAME)
    async with server.serving(options.parse_args().port):
        print(server.url, flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_main())
