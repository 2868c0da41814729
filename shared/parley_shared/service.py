"""Runs a service: logging, one connection, the stop signals, and an exit code that tells."""

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from parley_shared.bus import Bus
from parley_shared.logs import start_logging
from parley_shared.settings import Settings, SettingsWrong

logger = logging.getLogger(__name__)

Main = Callable[[Bus, asyncio.Event], Awaitable[int | None]]

FAILED = 1
BUS_CLOSED = 3  # start me again
STOP_WITHIN = 30.0  # seconds from the stop signal until `main` is cancelled
HEARTBEAT = 2.0  # seconds
LEAVE_WITHIN = 5.0  # seconds from then until it is left behind


def run(main: Main, name: str, settings: Settings | None = None) -> None:
    """Runs until `main` returns, which it should soon after `stop` is set; then exits.

    The code is what `main` gives or 0, FAILED when `main` raised, BUS_CLOSED when the connection
    is gone for good. A second signal exits on the spot.
    """
    try:
        settings = settings or Settings.from_env()
    except SettingsWrong as error:
        sys.exit(f"{name}: {error}")
    start_logging(name, settings.log_level)
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        sys.exit(runner.run(_serve(main, name, settings)))


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


async def _serve(main: Main, name: str, settings: Settings) -> int:
    stop, connected = asyncio.Event(), asyncio.Event()
    _stop_on_signals(stop)
    serving = asyncio.create_task(_connect_and_serve(main, name, settings, stop, connected))
    cutting = asyncio.create_task(_cut_off(serving, stop, connected))
    try:
        return await serving
    except asyncio.CancelledError:
        return FAILED if connected.is_set() else 0
    except Exception:
        logger.critical("failed", exc_info=True)
        return FAILED
    finally:
        cutting.cancel()


async def _cut_off(
    serving: asyncio.Task[int], stop: asyncio.Event, connected: asyncio.Event
) -> None:
    """Nothing needs time to stop before there is a connection."""
    await stop.wait()
    if connected.is_set():
        await asyncio.sleep(STOP_WITHIN)
        logger.error("stopped too slowly, so it is cut off")
    serving.cancel()


async def _connect_and_serve(
    main: Main, name: str, settings: Settings, stop: asyncio.Event, connected: asyncio.Event
) -> int:
    seed_file = settings.nats_seed_file
    async with Bus.connect(url=settings.nats_url, name=name, seed_file=seed_file) as bus:
        connected.set()
        logger.info("started")
        working = asyncio.ensure_future(main(bus, stop))
        beating = asyncio.create_task(_beat(bus, settings.heartbeat_file))
        closed = asyncio.create_task(bus.closed.wait())
        try:
            await asyncio.wait([working, closed], return_when=asyncio.FIRST_COMPLETED)
            if not working.done():
                logger.critical("the connection to nats-server is closed for good")
                return BUS_CLOSED
            code = await working
        finally:
            working.cancel()
            closed.cancel()
            beating.cancel()
            await asyncio.wait([working, closed], timeout=LEAVE_WITHIN)
    logger.info("stopped")
    return code or 0


async def _beat(bus: Bus, file: Path | None) -> None:
    """Says by the file's age that the loop turns and that nats-server is reached."""
    while file is not None:
        if bus.connected:
            await asyncio.to_thread(file.touch)
        await asyncio.sleep(HEARTBEAT)


def _stop_on_signals(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()

    def on_signal(number: signal.Signals) -> None:
        if stop.is_set():
            os._exit(128 + number)
        logger.info("asked to stop", extra={"signal": number.name})
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, on_signal, number)
