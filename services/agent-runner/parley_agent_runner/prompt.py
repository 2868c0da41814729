"""Builds what the model reads: instructions, the thread so far, and this turn's own steps."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from parley_shared.journal import CompactStep, LlmStep
from parley_shared.models import Message, Parameters
from parley_shared.store import Claimed

from parley_agent_runner.attachments import Contents
from parley_agent_runner.chat import ChatMessage, Piece
from parley_agent_runner.journal import Journal
from parley_agent_runner.retelling import (
    NO_RESULT,
    clip,
    find_people,
    other_said,
    own_message,
    person_said,
    said,
    without_siblings,
    write_entry,
    write_result,
)
from parley_agent_runner.skills.skill import (
    ACTIVATES,
    Skill,
    find_active,
    write_catalogue,
    write_content,
)
from parley_agent_runner.stream import ModelCall, Route
from parley_agent_runner.tools.declaration import AnyTool

SUMMARY = "[What was said before, in short, because it was too long to repeat]\n{summary}"
NOTES = "What you have noted before:\n{notes}"
SEVERAL = "Several people talk here: {names}. Each message begins with who said it."
# Providers that take a model's thoughts back as text: while it works, and in later turns too.
RECALLING = ("deepseek", "mistral", "moonshot", "zai")
REMEMBERING = ("deepseek", "moonshot")
PROTECTED = (ACTIVATES,)  # tools whose results are read again and again


@dataclass(frozen=True)
class Material:
    """What a prompt is made of."""

    claimed: Claimed
    journal: Journal
    tools: Mapping[str, AnyTool]
    skills: Sequence[Skill] = ()
    contents: Contents = field(default_factory=dict)  # of what people attached

    def compaction(self) -> CompactStep | None:
        """The newest summary of the thread's beginning."""
        return self.journal.compaction() or self.claimed.compaction

    def people(self) -> list[str]:
        """Who of several people spoke, by name; who joined the turn is one of them."""
        return find_people((*self.claimed.history, *self.journal.steered()))

    def retold(self) -> list[Message]:
        """What of the history is told word by word: the rest is summed up, or counts no more."""
        compaction = self.compaction()
        summed_up = compaction.to_position if compaction else -1
        history = without_siblings(self.claimed.history, self.claimed.turn.message_id)
        return [each for each in history if each.anchor > summed_up]

    def active_skills(self) -> set[str]:
        """By name: whoever activates one has it for good, also once that is summed up."""
        summed_up = self.compaction()
        earlier = summed_up.skills if summed_up else ()
        mine = [each for each in self.claimed.history if self._is_heard(each)]
        return {*earlier, *find_active(mine, self.skills)}

    def _is_heard(self, message: Message) -> bool:
        return message.role == "user" or message.agent_id == self.claimed.agent.id


def build_prompt(material: Material, route: Route, *, tight: bool = False) -> ModelCall:
    """`tight`: without what can be spared of old results and old thoughts."""
    claimed = material.claimed
    messages: list[ChatMessage] = []
    if system := "\n\n".join(_write_system(claimed, material)):
        messages.append({"role": "system", "content": system})
    messages += _write_history(material, route, tight=tight)
    messages += _write_steps(material, route, tight=tight)
    return ModelCall(
        route=route,
        messages=tuple(_merge_users(messages) if route.api_base else messages),
        tools=tuple(tool.describe() for tool in material.tools.values()),
        parameters=_choose_for(route, material),
    )


def _choose_for(route: Route, material: Material) -> Parameters:
    """Claude refuses to think on in a turn that another model began with calls, for that has none
    of its thoughts: then it goes on without."""
    chosen, journal = choose_parameters(material.claimed), material.journal
    replies = journal.replies()
    begun = [n for n in range(len(replies) + 1) if journal.steers(n)]
    first = next((each for each in replies if each.n >= max(begun, default=0)), None)
    if first is None or first.model == route.model or "claude" not in route.model:
        return chosen
    return chosen.model_copy(update={"reasoning_effort": None})


def _write_system(claimed: Claimed, material: Material) -> Iterator[str]:
    """Instructions, what the agent may look up, and what it has to know in any case."""
    own = claimed.thread.overrides.instructions
    instructions = claimed.agent.instructions if own is None else own
    if instructions.strip():
        yield instructions
    if claimed.agent.notes:
        yield NOTES.format(notes="\n".join(f"- {note}" for note in claimed.agent.notes))
    if people := material.people():
        yield SEVERAL.format(names=", ".join(people))
    if catalogue := write_catalogue(material.skills):
        yield catalogue
    active = material.active_skills()
    for skill in material.skills:
        if skill.always or skill.name in active:
            yield write_content(skill)


def choose_parameters(claimed: Claimed) -> Parameters:
    """The agent's, with what the thread sets itself in their place."""
    own = claimed.thread.overrides.parameters
    changes = own.model_dump(exclude_none=True) if own else {}
    return claimed.agent.parameters.model_copy(update=changes)


def recalls(route: Route) -> bool:
    """A server at an address of one's own takes back what it gave as it gave it."""
    return route.provider in RECALLING or route.api_base is not None


def _write_history(material: Material, route: Route, *, tight: bool) -> Iterator[ChatMessage]:
    claimed, compaction = material.claimed, material.compaction()
    named = bool(material.people())
    if compaction is not None:
        yield {"role": "user", "content": SUMMARY.format(summary=compaction.summary)}
    for message in material.retold():
        if message.role == "user":
            yield person_said(message, material.contents, named=named)
        elif message.agent_id != claimed.agent.id:
            yield from other_said(message, claimed.agents)
        else:
            same = message.usage is not None and message.usage.model == route.model
            recalled = same and route.provider in REMEMBERING and not tight
            yield from own_message(
                message, with_calls=bool(material.tools), tight=tight, recalled=recalled
            )


def _write_steps(material: Material, route: Route, *, tight: bool) -> Iterator[ChatMessage]:
    journal = material.journal
    named = bool(material.people())
    replies = journal.replies()
    for place, reply in enumerate(replies):
        for steer in journal.steers(reply.n):
            yield person_said(steer.message, material.contents, named=named)
        old = tight and place < len(replies) - 1
        yield from _write_reply(journal, reply, route, old=old)
    for steer in journal.steers(len(replies)):
        yield person_said(steer.message, material.contents, named=named)


def _write_reply(
    journal: Journal, reply: LlmStep, route: Route, *, old: bool
) -> Iterator[ChatMessage]:
    """Ids and thinking go back verbatim, but only to the model they came from."""
    same = reply.model == route.model
    ids = [(same and call.provider_call_id) or call.call_id for call in reply.calls]
    entries = [write_entry(id_, call) for id_, call in zip(ids, reply.calls, strict=True)]
    for message in said(reply.text, entries):
        if same and reply.blocks and not old:
            message["thinking_blocks"] = list(reply.blocks)
        elif same and reply.reasoning and recalls(route) and not old:
            message["reasoning_content"] = reply.reasoning
        yield message
    for i, id_ in enumerate(ids):
        kept = journal.result(reply.n, i)
        told = kept.result if kept else NO_RESULT
        spared = old and reply.calls[i].name not in PROTECTED
        yield write_result(id_, clip(told) if spared else told)


def _merge_users(messages: Sequence[ChatMessage]) -> Iterator[ChatMessage]:
    """Templates of local models, which sit behind an address, refuse two of a person in a row."""
    waiting: list[str | list[Piece]] = []
    for message in messages:
        if message["role"] == "user":
            waiting.append(message["content"])
            continue
        if waiting:
            yield {"role": "user", "content": _merge(waiting)}
            waiting = []
        yield message
    if waiting:
        yield {"role": "user", "content": _merge(waiting)}


def _merge(contents: Sequence[str | list[Piece]]) -> str | list[Piece]:
    words = [each for each in contents if isinstance(each, str)]
    if len(words) == len(contents):
        return "\n\n".join(words)
    return [piece for each in contents for piece in _in_pieces(each)]


def _in_pieces(content: str | list[Piece]) -> list[Piece]:
    return [{"type": "text", "text": content}] if isinstance(content, str) else content
