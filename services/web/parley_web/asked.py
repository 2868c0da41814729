"""What a program asks of an agent: of whom, and in which words."""

from collections.abc import Sequence
from typing import Literal

from parley_shared.errors import AgentNotFound, BadInput
from parley_shared.models import Agent
from parley_shared.store import ListAgents
from pydantic import BaseModel, ConfigDict

from parley_web.web import Web


class Words(BaseModel):
    """A piece of a message; pictures are not taken here."""

    model_config = ConfigDict(extra="ignore")
    type: str
    text: str = ""


class Said(BaseModel):
    model_config = ConfigDict(extra="ignore")
    role: Literal["system", "developer", "user", "assistant", "tool"]
    content: str | tuple[Words, ...] | None = None

    def words(self) -> str:
        if isinstance(self.content, tuple):
            return "\n".join(piece.text for piece in self.content if piece.type == "text")
        return self.content or ""


def write_text(messages: Sequence[Said], *, alone: bool, with_files: bool = False) -> str:
    """What is asked; not `alone`: with what was said before it. Raises BadInput."""
    last = messages[-1]
    if last.role != "user" or not (last.words().strip() or with_files):
        raise BadInput("the last message must be the user's and say something")
    before = [each for each in messages[:-1] if each.words().strip()]
    if alone or not before:
        return last.words()
    told = "\n\n".join(f"{each.role}: {each.words()}" for each in before)
    return f"[What was said before]\n{told}\n\n[Now]\n{last.words()}"


async def find_agent(web: Web, wanted: str) -> Agent:
    """By id or name. Raises AgentNotFound."""
    for agent in (await web.bus.ask(ListAgents())).agents:
        if wanted.casefold() in (agent.id.casefold(), agent.name.casefold()):
            return agent
    raise AgentNotFound(f"agent {wanted!r} does not exist")
