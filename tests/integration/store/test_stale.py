"""What Telegram does not take is said to be delayed, then given up among the dead letters."""

from parley_shared.commands import CreateThread
from parley_shared.dead_letters import DeadDelivery, ListDeadLetters, SendAgain, SettleDeadLetter
from parley_shared.events import DeliveryUpdated
from parley_shared.store import PointChat
from parley_shared.telegram import GetNextDelivery, OutDelivery

from tests.integration.store.keeper import Keeper


async def answer_to_chat(keeper: Keeper) -> OutDelivery:
    """The delivery of an answer for chat 7, behind that of its question."""
    await keeper.ask(CreateThread(thread_id="T"))
    await keeper.ask(PointChat(channel="telegram", chat="7", thread_id="T"))
    await keeper.talk("Hello")
    delivery = await waiting(keeper)
    assert delivery is not None
    return delivery


async def waiting(keeper: Keeper) -> OutDelivery | None:
    return (await keeper.ask(GetNextDelivery(chat="7"))).delivery


async def states(keeper: Keeper) -> list[str]:
    return [each.state for each in await keeper.events() if isinstance(each, DeliveryUpdated)]


async def test_after_ten_minutes_it_is_said_once_that_an_answer_waits(keeper: Keeper) -> None:
    await answer_to_chat(keeper)
    keeper.hours.go_on(599)
    await keeper.clock.tick()
    assert await states(keeper) == []

    for _ in range(2):
        keeper.hours.go_on(1)
        await keeper.clock.tick()

    assert await states(keeper) == ["delayed"]
    assert await waiting(keeper) is not None


async def test_after_a_day_it_is_a_dead_letter_that_can_be_sent_again(keeper: Keeper) -> None:
    first = await answer_to_chat(keeper)
    keeper.hours.go_on(86400)
    await keeper.clock.tick()

    assert await waiting(keeper) is None
    assert (await states(keeper))[-1] == "failed"
    letters = (await keeper.ask(ListDeadLetters())).items
    assert {each.reason for each in letters} == {"Telegram did not take it within 24 hours."}
    letter = next(
        each
        for each in letters
        if isinstance(each.about, DeadDelivery) and each.about.delivery_id == first.delivery_id
    )
    calls = keeper.mail.count("OUTBOUND")

    await keeper.ask(SendAgain(letter_id=letter.id))
    await keeper.ask(SettleDeadLetter(letter_id=letter.id, settled="retried"))

    again = await waiting(keeper)
    assert again is not None
    assert (again.chat, again.event) == (first.chat, first.event)
    assert keeper.mail.count("OUTBOUND") == calls + 1
    await keeper.clock.tick()
    assert await waiting(keeper) == again
