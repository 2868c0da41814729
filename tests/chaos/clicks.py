"""Clicks on what an agent asks: everybody who sees it clicks, and not all the same."""

import asyncio
from random import Random

from parley_shared.models import Approval, Query

from tests.chaos.ledger import Ledger
from tests.chaos.person import Complaint, Person
from tests.chaos.viewer import Viewer

LATEST = 0.8  # seconds after it was seen


async def click_forever(viewer: Viewer, person: Person, ledger: Ledger) -> None:
    """One click for each request this viewer sees."""
    seen: set[str] = set()
    async with asyncio.TaskGroup() as tasks:
        while True:
            ask = await viewer.asks.get()
            if ask.id not in seen:
                seen.add(ask.id)
                tasks.create_task(_click(ask, viewer.name, person, ledger))


async def _click(ask: Approval | Query, name: str, person: Person, ledger: Ledger) -> None:
    random = Random(f"{ask.call_id} {name}")
    ledger.open_clicks += 1
    try:
        await asyncio.sleep(random.uniform(0, LATEST))
        if isinstance(ask, Approval):
            await _decide(ask, random.choice(("approve", "deny")), person, ledger)
        else:
            await _answer(ask, random.choice(("a", "b")), person, ledger)
    except Complaint as complaint:
        ledger.complaints.append(str(complaint))
    finally:
        ledger.open_clicks -= 1


async def _decide(approval: Approval, decision: str, person: Person, ledger: Ledger) -> None:
    path = f"/approvals/{approval.id}"
    status, answer = await person.ask("POST", path, {"decision": decision})
    if status == 200:
        ledger.decisions.setdefault(approval.id, set()).add(answer["decision"])
    else:
        _note_late(status, answer, ledger)


async def _answer(query: Query, choice: str, person: Person, ledger: Ledger) -> None:
    status, answer = await person.ask("POST", f"/questions/{query.id}", {"answers": [choice]})
    if status == 200:
        ledger.decisions.setdefault(query.id, set()).add(",".join(answer["answer"]))
    else:
        _note_late(status, answer, ledger)


def _note_late(status: int, answer: object, ledger: Ledger) -> None:
    """Somebody was first, or the turn was stopped meanwhile."""
    if status != 409:
        raise Complaint(f"a click was answered {status}: {answer}")
    ledger.too_late += 1
