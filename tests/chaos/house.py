"""What people do about agents, limits, keys and Telegram: asked for through the public doors."""

import json
from dataclasses import replace
from typing import Any

import httpx
from parley_shared.backups import DropBackup
from parley_shared.ids import telegram_message, uuid7
from parley_telegram.normalise import LONG_TEXT

from tests.chaos.errands import MISSING, check, until_asked
from tests.chaos.ledger import Sent
from tests.chaos.model import write_message
from tests.chaos.plan import Kind
from tests.chaos.scene import Scene

STRUCK = "1 that waited will not be answered."  # what is said of one beside what ran

# -- agents and the house


async def change_agent(scene: Scene) -> None:
    agent_id = uuid7()
    change = {"name": f"Agent {agent_id}", "model": "demo/echo"}

    await scene.ask("POST", "/agents", {"id": agent_id, "change": change})
    await scene.ask("PATCH", f"/agents/{agent_id}", {"description": scene.tag})
    check((await scene.ask("GET", f"/agents/{agent_id}"))["description"] == scene.tag, "it is so")
    skill = (await scene.ask("GET", "/skills"))["skills"][0]
    body = {"agent_id": agent_id, "pin": skill["pin"]}
    await scene.ask("POST", f"/skills/{skill['name']}/approve", body)
    agent = await scene.ask("GET", f"/agents/{agent_id}")
    check(agent["skills"] == [skill["pin"]], "an agent has the skill it was given, once")
    await scene.ask("DELETE", f"/agents/{agent_id}", also=MISSING)

    listed = await scene.ask("GET", "/agents")
    check(agent_id not in [each["id"] for each in listed["agents"]], "a deleted agent is gone")


async def set_limits(scene: Scene) -> None:
    """As nobody reaches them."""
    for path, name in (("/budget", "monthly_micros"), ("/daily-limit", "daily_micros")):
        async with scene.alone[path]:
            await scene.ask("PUT", path, {name: 10**11 + scene.number})
            check((await scene.ask("GET", path))[name] == 10**11 + scene.number, f"{path} is kept")
    async with scene.alone["/retention"]:
        await scene.ask("PUT", "/retention", {"archived_days": 1000 + scene.number})
        kept = await scene.ask("GET", "/retention")
        check(kept["archived_days"] == 1000 + scene.number, "the retention is kept")


async def keep_secret(scene: Scene) -> None:
    await scene.ask("PUT", f"/secrets/{scene.tag}", {"value": "nothing much"})

    listed = json.dumps(await scene.ask("GET", "/secrets"))
    check(scene.tag in listed, "a secret's name is listed")


async def reset_breaker(scene: Scene) -> None:
    await scene.ask("DELETE", "/models/breakers?model=openai/nobody")


async def make_backup(scene: Scene) -> None:
    """And drop it, as the launcher does that has copied it."""
    backup_id = uuid7()

    await scene.ask("POST", "/backups", {"id": backup_id})
    listed = json.dumps(await scene.ask("GET", "/backups"))
    check(backup_id in listed, "a backup is listed")
    async with scene.stack.bus("admin") as bus:
        await bus.ask(DropBackup(backup_id=backup_id), timeout=scene.person.patience)

    listed = json.dumps(await scene.ask("GET", "/backups"))
    check(backup_id not in listed, "a dropped backup is gone")


async def make_key(scene: Scene) -> None:
    """A key whose making nobody was told of is there once more under the same name."""
    made = await scene.ask("POST", "/keys", {"name": scene.tag})
    check(scene.tag in json.dumps(await scene.ask("GET", "/keys")), "a key is listed")

    await scene.ask("DELETE", f"/keys/{made['key']['key_id']}", also=MISSING)

    listed = await scene.ask("GET", "/keys")
    check(made["key"]["key_id"] not in json.dumps(listed), "a revoked key is gone")


async def sign_in(scene: Scene) -> None:
    """Twice, as two browsers: one signs out, the other is signed out."""
    parley = scene.stack.parley
    headers = {"Origin": parley.address}
    for leaves in (True, False):
        async with httpx.AsyncClient(base_url=parley.address, headers=headers) as browser:
            person = replace(scene.person, client=browser)
            await person.ask("POST", "/session", {"token": parley.token})
            _, told = await person.ask("GET", "/session")
            if leaves:
                await person.ask("DELETE", "/session")
            else:
                await scene.ask("DELETE", f"/sessions/{told['key_id']}", also=MISSING)
            status, _ = await person.ask("GET", "/session")
            check(status == 401, "who signed out, or was signed out, is so")


# -- Telegram


async def admit_person(scene: Scene) -> None:
    """A stranger who has written."""
    person = 500_000 + scene.number
    scene.api.world.say("Hello?", chat=person, sender=person)

    async def has_written() -> bool:
        return await is_listed(scene, person, "")

    await scene.until(has_written, "the note of a stranger")
    await scene.ask("PUT", f"/telegram/people/{person}", {"role": "paired"})
    check(await is_listed(scene, person, "paired"), "who was let in is listed")
    await scene.ask("DELETE", f"/telegram/people/{person}", also=MISSING)

    check(not await is_listed(scene, person, "paired"), "who was forgotten is not let in")


async def pair(scene: Scene) -> None:
    """By the link."""
    person = 600_000 + scene.number

    async def make_link() -> Any:
        return (await scene.ask("GET", "/pairing"))["link"]  # none until Telegram was asked

    link = await scene.until(make_link, "a link to pair by")
    code = link.rpartition("=")[2]

    scene.api.world.say(f"/start {code}", chat=person, sender=person)

    async def find() -> bool:
        return await is_listed(scene, person, "paired")

    await scene.until(find, "pairing")


async def is_listed(scene: Scene, person: int, role: str) -> bool:
    told = await scene.ask("GET", "/telegram")
    return any(
        str(each["person_id"]) == str(person) and each["role"].startswith(role)
        for each in told["people"]
    )


async def give_command(scene: Scene) -> None:
    """In a chat that has a thread already, the other one is named as it was asked to be."""
    await scene.text("short")
    title = f"Named {scene.tag}"
    scene.api.world.say(f"/new {title}", chat=scene.chat, sender=scene.chat)

    async def find() -> bool:
        return any(title in text for text in scene.api.world.texts(scene.chat))

    await scene.until(find, "an answer to a command")
    await scene.ask("PATCH", f"/telegram/chats/{scene.chat}", {"reasoning": True})


async def stop_by_command(scene: Scene) -> None:
    """What waits for a decision and what waits behind it, once, however often it was asked."""
    title = f"Stopped {scene.tag}"
    scene.api.world.say(f"/new {title}", chat=scene.chat, sender=scene.chat)
    thread_id = await scene.until(lambda: find_thread(scene, title), "the making of a thread")
    both: tuple[Kind, ...] = ("gated", "short")
    for kind in both:
        tag = f"{scene.tag}{kind}"
        sent = Sent(await scene.say(thread_id, kind, tag), thread_id, tag, kind, stopped=True)
        scene.crowd.ledger.said.append(sent)
    await until_asked(scene, thread_id)

    scene.api.world.say("/stop all", chat=scene.chat, sender=scene.chat)

    async def find() -> bool:
        return any(text.endswith(STRUCK) for text in scene.api.world.texts(scene.chat))

    await scene.until(find, "the stop of both")
    stops = await scene.find_events(thread_id, "turn.cancelled")
    check(len(stops) == 2, "each of both was stopped once")


async def find_thread(scene: Scene, title: str) -> str | None:
    listed = await scene.ask("GET", "/threads?limit=200")
    threads = [row["thread"] for row in listed["items"]]
    return next((each["id"] for each in threads if each["title"] == title), None)


async def change_piece(scene: Scene) -> None:
    """Of two messages that are taken together, or apart if the service dies between them."""
    world, here = scene.api.world, {"chat": scene.chat, "sender": scene.chat}
    await scene.text("short")
    first = world.say(f"{write_message(f'{scene.tag}p', 'short')} {'x' * LONG_TEXT}", **here)
    last = world.say("the rest", **here)
    numbers = [message["message_id"] for message in (first, last)]
    both = [telegram_message(world.bot["id"], str(scene.chat), number) for number in numbers]

    async def reads(end: str) -> bool:
        found = [await scene.person.ask("GET", f"/messages/{each}") for each in both]
        said = [state["message"] for status, state in found if status == 200]
        return any(each is not None and each["text"].endswith(end) for each in said)

    await scene.until(lambda: reads("the rest"), "both messages in a thread")
    world.edit(last, "the end")
    await scene.until(lambda: reads("the end"), "the change of a message")
