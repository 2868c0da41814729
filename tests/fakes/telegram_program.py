"""The fake Bot API as a program of its own, with a second door through which a test is a person.

At that door each line is a JSON object, `{"say": text}` or `{}`; what comes back is the texts that
the bot has in Alice's chat now.
"""

import argparse
import asyncio
import json

from tests.fakes.telegram_api import TelegramApi


async def _let_people_in(
    api: TelegramApi, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    while line := await reader.readline():
        if said := json.loads(line).get("say"):
            api.world.say(said)
        writer.write(json.dumps(api.world.texts()).encode() + b"\n")
        await writer.drain()
    writer.close()


async def main(host: str, port: int, people_port: int) -> None:
    api = TelegramApi()
    people = await asyncio.start_server(
        lambda reader, writer: _let_people_in(api, reader, writer), host, people_port
    )
    async with people, api.serving(port, host):
        await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--people-port", type=int, required=True)
    told = parser.parse_args()
    asyncio.run(main(told.host, told.port, told.people_port))
