"""What people do beside talking: each is asked for through the public doors and looked at after."""

from itertools import count
from typing import Any

from parley_shared import subjects
from parley_shared.errors import ParleyError
from parley_shared.ids import uuid7
from parley_shared.inbound import Inbound

from tests.chaos.person import Complaint
from tests.chaos.scene import Scene
from tests.chaos.stack import Stack

MISSING, CONFLICT, WRONG = 404, 409, 422


def check(is_so: object, what: str) -> None:
    """Raises Complaint."""
    if not is_so:
        raise Complaint(f"it is not so that {what}")


# -- threads and messages


async def name_thread(scene: Scene) -> None:
    thread_id = await scene.begin_thread()

    await scene.ask("PATCH", f"/threads/{thread_id}", {"title": scene.tag})

    thread = await scene.ask("GET", f"/threads/{thread_id}")
    check(thread["title"] == scene.tag, "a thread has the name it was given")


async def delete_thread(scene: Scene) -> None:
    thread_id = await scene.begin_thread()

    await scene.ask("DELETE", f"/threads/{thread_id}", also=MISSING)

    await scene.ask("GET", f"/threads/{thread_id}", also=MISSING)


async def restore_thread(scene: Scene) -> None:
    thread_id = await scene.begin_thread()
    await scene.ask("DELETE", f"/threads/{thread_id}", also=MISSING)

    await scene.ask("POST", f"/threads/{thread_id}/restore")

    await scene.ask("GET", f"/threads/{thread_id}")


async def import_thread(scene: Scene) -> None:
    source = await scene.begin_thread()
    await scene.say(source, "short")
    said = await scene.until_answered(source)
    exported = await scene.ask("GET", f"/threads/{source}/export?format=json")
    texts = [each["text"].replace("#", "") for each in said]  # said by nobody, here
    blank = {"turn_id": None, "reply_to": None}
    copies = [
        {**each, **blank, "id": uuid7(), "text": text}
        for each, text in zip(said, texts, strict=True)
    ]
    body = {**exported, "messages": copies}
    thread_id = uuid7()

    await scene.ask("POST", f"/threads/import?id={thread_id}", body)

    messages = await scene.until_answered(thread_id)
    check([each["text"] for each in messages] == texts, "an import is whole, once")


async def delete_message(scene: Scene) -> None:
    thread_id = await scene.begin_thread()
    message_id = await scene.say(thread_id, "short")
    await scene.until_answered(thread_id)

    await scene.ask("DELETE", f"/messages/{message_id}", also=MISSING)

    messages = await scene.until_answered(thread_id)
    check(message_id not in [each["id"] for each in messages], "a deleted message is gone")


async def retry_message(scene: Scene) -> None:
    thread_id = await scene.begin_thread()
    message_id = await scene.say(thread_id, "short")
    await scene.until_answered(thread_id)

    await scene.ask("POST", f"/messages/{message_id}/retry", {"id": uuid7()})

    answers = [m for m in await scene.until_answered(thread_id) if m["role"] == "assistant"]
    check(len(answers) == 2, "a message that was tried again has two answers")


async def withdraw_message(scene: Scene) -> None:
    """It waits behind one whose agent waits for a decision."""
    thread_id = await scene.begin_thread()
    await scene.say(thread_id, "gated", f"{scene.tag}a")
    approval = await until_asked(scene, thread_id)
    second = await scene.say(thread_id, "short")
    state = await scene.ask("GET", f"/messages/{second}")

    await scene.ask("DELETE", f"/turns/{state['turn']['id']}")

    await scene.ask("POST", f"/approvals/{approval['id']}", {"decision": "deny"}, also=CONFLICT)
    answers = [m for m in await scene.until_answered(thread_id) if m["role"] == "assistant"]
    check(len(answers) == 1, "what was withdrawn is not answered")


async def until_asked(scene: Scene, thread_id: str) -> Any:
    async def find() -> Any:
        waiting = await scene.ask("GET", f"/approvals?thread_id={thread_id}")
        return next(iter(waiting["approvals"]), None)

    return await scene.until(find, "the question for an approval")


async def settle_call(scene: Scene) -> None:
    """Of which nobody knows whether it happened, for its runner died at it."""
    thread_id, dies = await scene.begin_thread(), "tool.tally_effect.after"
    found: list[tuple[str, str]] = []
    tries = count()
    async with scene.alone[dies]:
        while not found:  # another's call may have come by before
            (scene.stack.failpoints / dies).write_text("kill")
            await scene.say(thread_id, "effect", f"{scene.tag}-{next(tries)}")
            found = find_unknown(await scene.until_answered(thread_id))
        (scene.stack.failpoints / dies).unlink(missing_ok=True)
    message_id, call_id = found[0]

    await scene.ask("POST", f"/messages/{message_id}/calls/{call_id}", {"happened": True})

    check(not find_unknown(await scene.until_answered(thread_id)), "a call is known after it")


def find_unknown(messages: list[Any]) -> list[tuple[str, str]]:
    return [
        (message["id"], part["call_id"])
        for message in messages
        for part in message["parts"]
        if part["kind"] == "tool" and part["state"] == "unknown"
    ]


async def refuse_message(scene: Scene) -> None:
    """For a thread that is not there: past the web service, which would not take it."""
    message_id, thread_id = uuid7(), uuid7()
    inbound = Inbound(
        message_id=message_id, channel="web", chat=thread_id, thread_id=thread_id, text=scene.tag
    )
    await queue(scene.stack, thread_id, inbound.model_dump_json().encode())

    async def find() -> bool:
        status, state = await scene.person.ask("GET", f"/messages/{message_id}")
        return status < MISSING and bool(state["refusal"])

    await scene.until(find, "the refusal of a message")


async def send_junk(scene: Scene) -> None:
    """It becomes a dead letter, which can't be tried again and is let go."""
    junk = f"no message: {scene.tag} {uuid7()}"
    await queue(scene.stack, uuid7(), junk.encode())

    async def find() -> Any:
        page = await scene.ask("GET", "/dead-letters?limit=200")
        return next((each for each in page["items"] if each["about"].get("body") == junk), None)

    letter = await scene.until(find, "a dead letter")
    status, _ = await scene.person.ask("POST", f"/dead-letters/{letter['id']}/retry")
    check(status == WRONG, "what nobody can read can't be tried again")
    await scene.ask("POST", f"/dead-letters/{letter['id']}/discard")
    check(await find() is None, "a dead letter that was let go is gone")


async def queue(stack: Stack, chat: str, body: bytes) -> None:
    """As the web service does; the same again is one job."""
    job_id, tries = uuid7(), 0
    async with stack.bus("web") as bus:
        while True:
            try:
                return await bus.queue(subjects.inbound("web", chat), body, job_id=job_id)
            except ParleyError:
                tries += 1
                if tries > 10:
                    raise


# -- files and tools


async def write_file(scene: Scene) -> None:
    """By an agent's tool."""
    thread_id = await scene.begin_thread()
    await scene.say(thread_id, "file")

    await scene.until_answered(thread_id)

    paths = await find_paths(scene, thread_id)
    check(set(paths) <= {f"{scene.tag}.txt"}, "an agent's file has its name")
    await check_call(scene, thread_id, len(paths), "an agent's file is there, once")


async def place_file(scene: Scene) -> None:
    """Uploaded, placed, moved and deleted by a person."""
    thread_id, file_id = await scene.begin_thread(), uuid7()
    place = f"/threads/{thread_id}/workspace"

    await scene.ask("POST", f"/files?name=a.txt&id={file_id}", scene.tag)
    check(await scene.ask("GET", f"/files/{file_id}") == scene.tag, "a file is what was sent")
    await scene.ask("POST", place, {"id": uuid7(), "path": "a.txt", "file_id": file_id})
    await scene.ask("POST", f"{place}/move", {"id": uuid7(), "path": "a.txt", "to": "b.txt"})
    check(await find_paths(scene, thread_id) == ["b.txt"], "a moved file is where it belongs")
    await scene.ask("DELETE", f"{place}/file?path=b.txt&id={uuid7()}")

    check(await find_paths(scene, thread_id) == [], "a deleted file is gone")


async def find_paths(scene: Scene, thread_id: str) -> list[str]:
    listed = await scene.ask("GET", f"/threads/{thread_id}/workspace")
    return [each["path"] for each in listed["files"]]


async def take_note(scene: Scene) -> None:
    """By an agent, which a person allows."""
    thread_id = await scene.begin_thread()
    await scene.say(thread_id, "note")

    approval = await until_asked(scene, thread_id)
    await scene.ask("POST", f"/approvals/{approval['id']}", {"decision": "approve"}, also=CONFLICT)
    await scene.until_answered(thread_id)

    agent = await scene.ask("GET", f"/agents/{scene.agent_id}")
    await check_call(scene, thread_id, agent["notes"].count(scene.tag), "a note is there, once")


async def check_call(scene: Scene, thread_id: str, times: int, what: str) -> None:
    """In a longer outage the agent is told that it failed, and nobody knows whether it did."""
    calls = await scene.find_events(thread_id, "tool.finished")
    is_done = [each["state"] for each in calls] == ["done"]
    check(len(calls) == 1 and times in ((1,) if is_done else (0, 1)), what)


async def release_live(scene: Scene) -> None:
    thread_id = await scene.begin_thread()
    await scene.say(thread_id, "short")
    await scene.until_answered(thread_id)

    async def release() -> bool:
        status, _ = await scene.person.ask("DELETE", f"/live/{thread_id}")
        return status != CONFLICT  # the answer is there; its runner has still to know that

    await scene.until(release, "the release of a live agent")

    await scene.ask("GET", f"/live/{thread_id}", also=MISSING)
