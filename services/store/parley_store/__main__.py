"""Runs the store until it is told to stop: it answers, tells what changed, and minds the time."""

import asyncio
import logging
import sys
from functools import partial
from importlib.metadata import version

from parley_shared.bus import Bus
from parley_shared.discovery import TROUBLE, say_of_oneself
from parley_shared.errors import ParleyError
from parley_shared.facts import phrase
from parley_shared.rpc import Answers
from parley_shared.service import run
from parley_shared.settings import SettingsWrong
from parley_shared.store import GetQueues

from parley_store.answers import ANSWERS
from parley_store.backing import Backing, OtherStore
from parley_store.clock import Clock
from parley_store.database import utc_now
from parley_store.depths import get_queues
from parley_store.opening import FolderInUse, alone, choose_backing, open_database
from parley_store.publisher import Publisher
from parley_store.schema import CannotMigrate, bring_up_to_date
from parley_store.settings import StoreSettings

logger = logging.getLogger(__name__)

TICK = 1.0  # seconds


async def serve(settings: StoreSettings, backing: Backing, bus: Bus, stop: asyncio.Event) -> None:
    async with open_database(settings.data_dir, backing=backing) as database:
        database.on_other = stop.set
        publisher = Publisher(bus, database, settings.store_stream_replicas)
        await publisher.open()
        async with asyncio.TaskGroup() as tasks:
            publishing = tasks.create_task(publisher.run())
            async with Answers(bus, service="store", version=version("parley-store")) as answers:
                ticking = tasks.create_task(tick(Clock(database), publisher, answers))
                for question, give in ANSWERS.items():
                    await answers.add(question, partial(give, database))
                await answers.add(GetQueues, partial(get_queues, bus, database))
                await stop.wait()
            await publisher.send_rest()
            publishing.cancel()
            ticking.cancel()
        await publisher.keep_progress()


async def tick(clock: Clock, publisher: Publisher, answers: Answers) -> None:
    """Forever; what a full disk or the like kept from being done is done at a later tick, and
    until then told to whoever looks how the store is."""
    while True:
        try:
            await clock.tick()
            await publisher.keep_progress()
            answers.describe({})
        except ParleyError as error:
            logger.error("could not do what is due", extra={"reason": str(error)})
            why = phrase(
                "store_troubled",
                "{why}; the store goes on trying, and its log says why",
                why=error.told,
            )
            answers.describe(say_of_oneself(TROUBLE, why))
        await asyncio.sleep(TICK)


def main() -> None:
    try:
        settings = StoreSettings.from_env()
        folder = settings.data_dir
        backing = choose_backing(folder, settings.store_database_url)
        with alone(folder):
            asyncio.run(bring_up_to_date(backing, utc_now()))
            run(partial(serve, settings, backing), "store", settings)
    except (SettingsWrong, FolderInUse, CannotMigrate, OtherStore) as error:
        sys.exit(f"store: {error}")


if __name__ == "__main__":
    main()
