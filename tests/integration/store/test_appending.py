"""What happens to a message that a person sends."""

import pytest
from parley_shared.commands import StopThread, ThreadChange, UpdateThread
from parley_shared.errors import (
    AgentNotFound,
    AlreadyExists,
    BadInput,
    EmptyMessage,
    FileNotKept,
    ThreadArchived,
    ThreadNotFound,
    TooLong,
    TooManyMessages,
)
from parley_shared.ids import turn_id
from parley_shared.models import FileRef, Refusal
from parley_shared.store import Append, GetMessage, GetThread, Reject

from tests.integration.store.keeper import Keeper, person_says


async def test_a_message_is_stored_with_its_turn_and_events(keeper: Keeper) -> None:
    kept = await keeper.say("Hello", message_id="m1")

    assert kept.message is not None and kept.turn is not None
    assert (kept.message.position, kept.message.anchor, kept.message.agent_id) == (1, 1, "parley")
    assert kept.turn.id == turn_id("m1", "parley")
    assert (kept.turn.state, kept.turn.position, kept.turn.attempt) == ("queued", 1, 0)
    assert await keeper.kinds() == ["thread.created", "message.created", "title.changed"]
    assert sorted(keeper.mail[-2:]) == ["EVENTS", "TURNS"]


async def test_the_same_message_again_gives_the_first_answer(keeper: Keeper) -> None:
    first = await keeper.say("Hello", message_id="m1")

    again = await keeper.say("Hello, but another text", message_id="m1", thread_id="other")

    assert again == first
    assert len(await keeper.events()) == 3
    with pytest.raises(ThreadNotFound):
        await keeper.ask(GetThread(thread_id="other"))


async def test_only_a_message_that_must_wait_is_told_as_queued(keeper: Keeper) -> None:
    await keeper.say("one")
    second = await keeper.say("two")

    assert second.turn is not None
    created, queued = (await keeper.events())[3:]
    assert (created.kind, created.turn_id, created.agent_id) == (
        "message.created",
        second.turn.id,
        "parley",
    )
    assert queued.kind == "turn.queued"
    assert queued.position == 2


async def test_a_thread_takes_its_title_from_its_first_line(keeper: Keeper) -> None:
    await keeper.say("\n  What   is 2+2?\nAnd why?")
    await keeper.say("And 3+3?")

    thread = await keeper.ask(GetThread(thread_id="T"))
    assert thread.title == "What is 2+2?"
    assert (await keeper.kinds()).count("title.changed") == 1


async def test_a_long_first_line_is_cut_to_sixty_characters(keeper: Keeper) -> None:
    await keeper.say("x" * 200)

    assert (await keeper.ask(GetThread(thread_id="T"))).title == "x" * 59 + "…"


async def test_a_title_that_was_given_stays(keeper: Keeper) -> None:
    await keeper.say("Hello")
    await keeper.ask(UpdateThread(thread_id="T", change=ThreadChange(title="Mine")))

    await keeper.say("Something else")

    assert (await keeper.ask(GetThread(thread_id="T"))).title == "Mine"


async def test_a_message_asks_the_agent_it_names(keeper: Keeper) -> None:
    await keeper.say("Hello")
    kept = await keeper.say("You?", agent_id="toolbox")

    assert kept.turn is not None and kept.turn.agent_id == "toolbox"
    assert (await keeper.ask(GetThread(thread_id="T"))).agent_id == "parley"


async def test_a_silent_thread_keeps_messages_without_a_turn(keeper: Keeper) -> None:
    await keeper.say("Hello")
    await keeper.ask(UpdateThread(thread_id="T", change=ThreadChange(respond_policy="off")))

    kept = await keeper.say("Just noting")

    assert kept.message is not None and kept.turn is None


@pytest.mark.parametrize(
    ("text", "error"), [("", EmptyMessage), (" \n ", EmptyMessage), ("x" * 262145, TooLong)]
)
async def test_a_text_that_cannot_be_taken_is_an_error(
    keeper: Keeper, text: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        await keeper.say(text)


async def test_a_text_that_would_not_fit_on_the_bus_is_too_long(keeper: Keeper) -> None:
    with pytest.raises(TooLong):
        await keeper.say("\x01" * 200_000)


async def test_an_unknown_thread_agent_or_file_is_an_error_that_names_it(keeper: Keeper) -> None:
    with pytest.raises(ThreadNotFound, match="'T'"):
        await keeper.ask(Append(message=person_says("Hello")))
    with pytest.raises(AgentNotFound, match="'nobody'"):
        await keeper.say("Hello", agent_id="nobody")
    file = FileRef(id="f1", name="a", media_type="text/plain", size=1, sha256="0" * 64)
    message = person_says("Hello").model_copy(update={"attachments": (file,)})
    with pytest.raises(FileNotKept, match="'f1'"):
        await keeper.ask(Append(message=message, create=True))
    assert (await keeper.ask(GetMessage(message_id=message.id))).message is None


async def test_a_thread_id_that_is_no_subject_token_is_refused(keeper: Keeper) -> None:
    with pytest.raises(BadInput, match="thread"):
        await keeper.say("Hello", thread_id="a.b")


async def test_only_a_person_can_be_appended(keeper: Keeper) -> None:
    answer = person_says("Hello").model_copy(update={"role": "assistant"})

    with pytest.raises(BadInput):
        await keeper.ask(Append(message=answer, create=True))


async def test_an_archived_thread_takes_no_message(keeper: Keeper) -> None:
    await keeper.say("Hello")
    await keeper.ask(UpdateThread(thread_id="T", change=ThreadChange(status="archived")))

    with pytest.raises(ThreadArchived):
        await keeper.say("More")


async def test_what_an_error_undid_is_not_in_the_outbox_either(keeper: Keeper) -> None:
    before = len(keeper.mail)

    with pytest.raises(AgentNotFound):
        await keeper.say("Hello", agent_id="nobody")

    assert len(keeper.mail) == before


async def test_a_person_may_send_a_burst_and_then_two_messages_a_second(keeper: Keeper) -> None:
    for number in range(1000):
        keeper.database.memory.take_token("Ada", keeper.hours.now())
        assert number < 1000

    with pytest.raises(TooManyMessages):
        await keeper.say("one too many", sender="Ada")
    await keeper.say("somebody else's", sender="Bob")
    keeper.hours.go_on(1)
    await keeper.say("later", sender="Ada")


async def test_a_refusal_is_kept_and_told_again_when_asked_again(keeper: Keeper) -> None:
    await keeper.say("Hello")
    refusal = Refusal(message_id="m9", thread_id="T", code="too_long", reason="too long")

    first = await keeper.ask(Reject(refusal=refusal))
    other = refusal.model_copy(update={"reason": "another reason"})
    again = await keeper.ask(Reject(refusal=other))
    appended = await keeper.say("Here I am", message_id="m9")

    assert first == again == appended.refusal == refusal
    assert appended.message is None
    assert (await keeper.kinds())[3:] == ["message.rejected"] * 3
    assert (await keeper.ask(GetMessage(message_id="m9"))).refusal == refusal


async def test_a_refusal_without_a_thread_is_kept_all_the_same(keeper: Keeper) -> None:
    refusal = Refusal(message_id="m9", thread_id="none", code="thread_not_found", reason="gone")

    await keeper.ask(Reject(refusal=refusal))

    assert (await keeper.ask(GetMessage(message_id="m9"))).refusal == refusal


async def test_a_message_that_was_taken_cannot_be_refused(keeper: Keeper) -> None:
    await keeper.say("Hello", message_id="m1")
    refusal = Refusal(message_id="m1", thread_id="T", code="internal", reason="5 faults")

    with pytest.raises(AlreadyExists):
        await keeper.ask(Reject(refusal=refusal))


async def test_stopping_a_message_before_it_arrives_refuses_it(keeper: Keeper) -> None:
    await keeper.say("Hello")
    turn = await keeper.ask(StopThread(thread_id="T", message_id="m2"))

    appended = await keeper.say("Never mind", message_id="m2")

    assert (turn.state, turn.message_id) == ("cancelled", "m2")
    assert appended.refusal is not None and appended.refusal.code == "stopped"
    assert (await keeper.kinds())[-1] == "message.rejected"


async def test_stopping_a_turn_before_it_exists_refuses_its_message(keeper: Keeper) -> None:
    await keeper.say("Hello")
    await keeper.ask(StopThread(thread_id="T", turn_id=turn_id("m2", "parley")))

    appended = await keeper.say("Never mind", message_id="m2")

    assert appended.refusal is not None
