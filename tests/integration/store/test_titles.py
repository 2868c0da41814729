"""Titles that a model suggests."""

from parley_shared.commands import ThreadChange, UpdateThread
from parley_shared.store import GetThread, TitleThread

from tests.integration.store.keeper import Keeper


async def test_a_thread_is_named_once(keeper: Keeper) -> None:
    await keeper.say("How do I grow tomatoes on a balcony?")

    await keeper.ask(TitleThread(thread_id="T", title="Balcony tomatoes"))
    await keeper.ask(TitleThread(thread_id="T", title="Something else"))

    assert (await keeper.ask(GetThread(thread_id="T"))).title == "Balcony tomatoes"
    assert (await keeper.kinds()).count("title.changed") == 2  # the first line, then this
    assert await keeper.view() == await keeper.watched()


async def test_a_thread_that_a_person_has_named_keeps_its_name(keeper: Keeper) -> None:
    await keeper.say("How do I grow tomatoes?")
    await keeper.ask(UpdateThread(thread_id="T", change=ThreadChange(title="Mine")))

    titled = await keeper.ask(TitleThread(thread_id="T", title="Balcony tomatoes"))

    assert titled.title == "Mine"


async def test_an_empty_title_changes_nothing(keeper: Keeper) -> None:
    await keeper.say("Hello")

    assert (await keeper.ask(TitleThread(thread_id="T", title=" "))).title == "Hello"
