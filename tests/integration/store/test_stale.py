"""What Telegram does not take is said to be delayed, then given up among the dead letters."""

from typing import Literal

from parley_shared.commands import CreateThread, ForkThread
from parley_shared.dead_letters import DeadDelivery, ListDeadLetters, SendAgain, SettleDeadLetter
from parley_shared.events import DeliveryUpdated
from parley_shared.models import Fact
from parley_shared.store import GetMessages, GetView, PointChat
from parley_shared.telegram import (
    DropDelivery,
    EndDelivery,
    GetNextDelivery,
    HurryDelivery,
    ListWaiting,
    OutDelivery,
)

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


async def facts(keeper: Keeper) -> list[Fact | None]:
    return [each.fact for each in await keeper.events() if isinstance(each, DeliveryUpdated)]


async def test_after_ten_minutes_it_is_said_once_that_an_answer_waits(keeper: Keeper) -> None:
    await answer_to_chat(keeper)
    keeper.hours.go_on(599)
    await keeper.clock.tick()
    assert await states(keeper) == []

    for _ in range(2):
        keeper.hours.go_on(1)
        await keeper.clock.tick()

    assert await states(keeper) == ["delayed"]
    assert await facts(keeper) == [Fact(name="delivery_waits", values={"minutes": 10})]
    assert await waiting(keeper) is not None


async def test_an_answer_keeps_how_far_it_has_come_to_each_chat(keeper: Keeper) -> None:
    await keeper.ask(CreateThread(thread_id="T"))
    for chat in ("7", "8"):
        await keeper.ask(PointChat(channel="telegram", chat=chat, thread_id="T"))
    await keeper.talk("Hello")
    assert await deliveries(keeper, "T") == [("7", "pending", ""), ("8", "pending", "")]

    await end_all(keeper, "7", "sent", "")
    await end_all(keeper, "8", "failed", "the bot was blocked")

    assert await deliveries(keeper, "T") == [
        ("7", "sent", ""),
        ("8", "failed", "the bot was blocked"),
    ]
    shown = (await keeper.ask(GetView(thread_id="T"))).view.visible_messages[-1]
    assert shown == (await keeper.ask(GetMessages(thread_id="T"))).items[-1]
    letter = (await keeper.ask(ListDeadLetters())).items[0]  # the newest: the answer's
    await keeper.ask(SendAgain(letter_id=letter.id))
    assert ("8", "pending", "") in await deliveries(keeper, "T")
    await keeper.ask(ForkThread(thread_id="T", new_thread_id="F"))
    assert await deliveries(keeper, "F") == []


async def end_all(keeper: Keeper, chat: str, state: Literal["sent", "failed"], reason: str) -> None:
    while (delivery := (await keeper.ask(GetNextDelivery(chat=chat))).delivery) is not None:
        ended = EndDelivery(delivery_id=delivery.delivery_id, state=state, reason=reason)
        await keeper.ask(ended)


async def deliveries(keeper: Keeper, thread_id: str) -> list[tuple[str, str, str]]:
    answer = (await keeper.ask(GetMessages(thread_id=thread_id))).items[-1]
    return [(each.chat, each.state, each.reason) for each in answer.deliveries]


async def test_after_a_day_it_is_a_dead_letter_that_can_be_sent_again(keeper: Keeper) -> None:
    first = await answer_to_chat(keeper)
    keeper.hours.go_on(86400)
    await keeper.clock.tick()

    assert await waiting(keeper) is None
    assert (await states(keeper))[-1] == "failed"
    letters = (await keeper.ask(ListDeadLetters())).items
    assert {each.reason for each in letters} == {"Telegram did not take it within 24 hours."}
    assert letters[0].fact == Fact(name="delivery_given_up", values={"hours": 24})
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


async def test_what_waits_is_listed_in_the_order_in_which_it_is_sent(keeper: Keeper) -> None:
    await answer_to_chat(keeper)
    keeper.hours.go_on(600)
    await keeper.clock.tick()

    first = await keeper.ask(ListWaiting(limit=1))
    second = await keeper.ask(ListWaiting(after=first.next))

    assert [(each.kind, each.state, each.chat) for each in (*first.items, *second.items)] == [
        ("message.created", "delayed", "7"),
        ("message.ready", "delayed", "7"),
    ]
    assert second.next is None


async def test_a_delivery_that_is_let_go_keeps_nobody_waiting(keeper: Keeper) -> None:
    await answer_to_chat(keeper)
    created, ready = (await keeper.ask(ListWaiting())).items

    for _ in range(2):
        await keeper.ask(DropDelivery(delivery_id=created.delivery_id))

    left = await waiting(keeper)
    assert left is not None
    assert left.delivery_id == ready.delivery_id
    await keeper.ask(DropDelivery(delivery_id=ready.delivery_id))
    assert await waiting(keeper) is None
    assert await states(keeper) == ["failed"]
    assert await facts(keeper) == [Fact(name="delivery_let_go")]
    assert (await keeper.ask(ListDeadLetters())).items == ()


async def test_a_chat_is_called_again_only_for_what_still_waits(keeper: Keeper) -> None:
    delivery = await answer_to_chat(keeper)
    calls = keeper.mail.count("OUTBOUND")
    await keeper.ask(HurryDelivery(delivery_id=delivery.delivery_id))
    assert keeper.mail.count("OUTBOUND") == calls + 1

    await keeper.ask(EndDelivery(delivery_id=delivery.delivery_id, state="sent"))
    await keeper.ask(HurryDelivery(delivery_id=delivery.delivery_id))

    assert keeper.mail.count("OUTBOUND") == calls + 1


async def test_what_a_chat_refuses_is_a_dead_letter_with_the_reason(keeper: Keeper) -> None:
    first = await answer_to_chat(keeper)
    failed = EndDelivery(delivery_id=first.delivery_id, state="failed", reason="bot was blocked")

    for _ in range(2):
        await keeper.ask(failed)

    (letter,) = (await keeper.ask(ListDeadLetters())).items
    assert (letter.code, letter.reason, letter.fact) == ("undelivered", "bot was blocked", None)
    await keeper.ask(SendAgain(letter_id=letter.id))
    again = (await keeper.ask(ListWaiting())).items
    assert again[0].delivery_id == first.delivery_id


async def test_by_which_fact_a_chat_takes_nothing_is_told_and_kept(keeper: Keeper) -> None:
    await answer_to_chat(keeper)
    fact = Fact(name="chat_not_allowed")

    while (delivery := await waiting(keeper)) is not None:
        about = {"delivery_id": delivery.delivery_id, "reason": "not allowed", "fact": fact}
        await keeper.ask(EndDelivery.model_validate({**about, "state": "failed"}))

    letters = (await keeper.ask(ListDeadLetters())).items
    assert {letter.fact.name for letter in letters if letter.fact} == {"chat_not_allowed"}
    assert await facts(keeper) == [fact]
    answer = (await keeper.ask(GetMessages(thread_id="T"))).items[-1]
    assert [each.fact for each in answer.deliveries] == [fact]
