"""How soon one side of a conversation sees the other: `python -m tests.benchmarks.mirror [times]`.

Real services, a browser's socket and the fake Bot API, one message after the other, as far apart
as Telegram's own pace asks for. Nobody answers, so that only the way is measured.
"""

import asyncio
import os
import statistics
import sys
import tempfile
from pathlib import Path

from parley_shared import ids
from parley_shared.commands import ThreadChange, UpdateThread

from tests.browser import Browser, open_browser
from tests.house import TOKEN, House
from tests.servers import NatsServer
from tests.telegram_house import TelegramHouse, open_telegram
from tests.telegram_talk import begin

TIMES = int(sys.argv[1]) if len(sys.argv) > 1 else 30
WARM = 3  # messages each way that are not counted
PACE = 1.05  # seconds


async def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        nats = NatsServer(folder / "nats")
        await nats.start()
        house = House(nats, folder)
        try:
            await house.start()
            async with open_telegram(house, folder, TELEGRAM_PACE=str(PACE)) as telegram:
                await telegram.pair()
                await _measure(telegram)
        finally:
            await house.end()
            await nats.kill()


async def _measure(telegram: TelegramHouse) -> None:
    thread_id = await begin(telegram, "Mirror")
    async with telegram.house.bus("gateway") as gateway:
        change = ThreadChange(respond_policy="off")
        await gateway.ask(UpdateThread(thread_id=thread_id, change=change))
    out: list[float] = []
    back: list[float] = []
    async with open_browser(telegram.house.address, TOKEN) as browser:
        await browser.watch(thread_id)
        await browser.until_frame("snapshot")
        for number in range(TIMES + WARM):
            await asyncio.sleep(PACE)
            out.append(await _say_in_browser(telegram, browser, thread_id, f"out {number}."))
            back.append(await _say_in_chat(telegram, browser, f"back {number}."))
    _tell("browser → chat", out)
    _tell("chat → browser", back)
    print(f"({TIMES} times, load {os.getloadavg()[0]:.1f})", flush=True)


async def _say_in_browser(
    telegram: TelegramHouse, browser: Browser, thread_id: str, text: str
) -> float:
    """Seconds until Telegram is asked to show it."""
    began = asyncio.get_running_loop().time()
    message = {"id": ids.uuid7(), "text": text}
    await browser.say(type="send", thread_id=thread_id, message=message)
    await telegram.world.until_said(text)
    sent = [each for each in telegram.api.called("sendMessage") if text in each.given["text"]]
    return sent[0].at - began


async def _say_in_chat(telegram: TelegramHouse, browser: Browser, text: str) -> float:
    """Seconds from Telegram's having it until the browser has it."""
    began = asyncio.get_running_loop().time()
    telegram.world.say(text)
    await browser.until(
        lambda browser: any(
            each["message"]["text"] == text for each in browser.events("message.created")
        )
    )
    return asyncio.get_running_loop().time() - began


def _tell(way: str, took: list[float]) -> None:
    counted = sorted(each * 1000 for each in took[WARM:])
    p50, most = statistics.median(counted), counted[-1]
    p95 = counted[min(len(counted) - 1, int(len(counted) * 0.95))]
    print(f"{way}: p50 {p50:.0f} / p95 {p95:.0f} / most {most:.0f} ms", flush=True)


if __name__ == "__main__":
    asyncio.run(main())
