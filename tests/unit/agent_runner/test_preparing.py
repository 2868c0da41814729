"""What a turn needs before it begins is asked for in the way that outlasts an absent store."""

import base64
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from parley_agent_runner.preparing import prepare
from parley_shared.bus import Bus
from parley_shared.connection import Connection
from parley_shared.models import FileRef, Message
from parley_shared.questions import A, Question
from parley_shared.store import Agents, Chunk, ListAgents, ReadChunk

from tests.unit.agent_runner.means import make_means
from tests.unit.agent_runner.memory import PARLEY, claim, said

NOTES = FileRef(id="f1", name="notes.txt", media_type="text/plain", size=8, sha256="0" * 64)


async def no_page(before: str) -> tuple[Sequence[Message], str | None]:
    raise AssertionError("the claim holds all of the history")


async def test_files_and_teammates_are_asked_for_so_that_an_absent_store_is_waited_for(
    tmp_path: Path,
) -> None:
    async def insist(question: Question[A]) -> A:
        if isinstance(question, ListAgents):
            return cast(A, Agents(agents=(PARLEY,)))  # the question's own answer
        assert isinstance(question, ReadChunk)
        return cast(A, Chunk(base64=base64.b64encode(b"Buy milk").decode(), end=True))

    asked = said("What is in it?").model_copy(update={"attachments": (NOTES,)})
    claimed = claim(asked, agent=PARLEY.model_copy(update={"tools": ("task",)}))
    means = make_means(Bus(Connection("agent-runner")), tmp_path)  # nobody is on it
    ready = await prepare(means, claimed, no_page, insist)

    assert ready.contents == {"f1": b"Buy milk"}
    assert list(ready.here.team) == ["Parley"]
