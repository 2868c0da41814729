"""What a storm of kills on Telegram loses, and how long answers take to write.

`python -m tests.benchmarks.telegram_storm [--only hear|send|write]`

600 messages under 30 kills of the Telegram service and 10 of nats-server; 100 answers under 25
kills, with lost answers and 429s of Telegram; 10,000 answers of every shape, judged by the fake's
checks, with marked words that are looked for. What it prints belongs into docs/performance.md.
"""

import argparse
import asyncio
import random
import tempfile
import time
from pathlib import Path

from tests.house import House
from tests.servers import NatsServer
from tests.telegram_house import open_telegram
from tests.telegram_storm import Judged, hear_messages, send_answers
from tests.unit.telegram.test_markdown import check_marked

DOCUMENTS = 10_000


async def storm(what: str) -> Judged:
    with tempfile.TemporaryDirectory(prefix="parley-storm-") as name:
        folder = Path(name)
        nats = NatsServer(folder / "nats")
        await nats.start()
        house = House(nats, folder)
        try:
            await house.start()
            async with open_telegram(house, folder) as telegram:
                if what == "hear":
                    people = tuple(range(101, 107))
                    return await hear_messages(telegram, people, 600, kills=30, nats_kills=10)
                people = tuple(range(201, 206))
                return await send_answers(telegram, people, 100, kills=25)
        finally:
            await house.end()
            await nats.kill()


def write_documents() -> None:
    rng, began = random.Random(1), time.perf_counter()
    words = sum(check_marked(rng) for _ in range(DOCUMENTS))
    took = (time.perf_counter() - began) / DOCUMENTS
    outcome = f"none refused, none of {words} marked words lost"
    print(f"write: {DOCUMENTS} answers, {outcome}, {took * 1000:.1f} ms each", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=("hear", "send", "write"))
    only = parser.parse_args().only
    if only in (None, "write"):
        write_documents()
    for what in ("hear", "send"):
        if only in (None, what):
            began = time.perf_counter()
            judged = asyncio.run(storm(what))
            print(f"{what}: {judged} in {time.perf_counter() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main()
