"""`./parley chat`: a thread on the terminal, through the same door as every browser."""

import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from parley_shared.agent_view import AgentView
from parley_shared.ids import uuid7
from parley_shared.models import Approval, Query
from parley_shared.store import MessageState

from parley_cli.door import Door, Refused
from parley_cli.failures import LauncherFailure
from parley_cli.folder import DataFolder
from parley_cli.growing import (
    Growing,
    describe_approval,
    describe_question,
    find_answer,
    has,
    is_quiet,
    read_lines,
)
from parley_cli.state import running_state
from parley_cli.token import read_token

EARLIER = 20  # messages that are shown of a thread that goes on
SILENCES = 3  # seconds without a sign of the message until it is sent again
KEPT = 200
DECISIONS = {"y": "once", "t": "thread", "a": "agent"}  # how long an approval is remembered
HELP = "[y]es, yes in this [t]hread, [a]lways for this agent, or [n]o? "


class WaitsForYou(LauncherFailure):
    def __init__(self, address: str) -> None:
        super().__init__(f"The agent waits for you: {address}")


class NothingSaid(LauncherFailure):
    def __init__(self) -> None:
        super().__init__("There is nothing to say: the pipe is empty")


class NotAnswered(LauncherFailure):
    """Why there is no answer."""


@dataclass(frozen=True)
class Terminal:
    """`ask` is None where nobody can be asked."""

    say: Callable[[str], None]
    ask: Callable[[str], str] | None


def chat(folder: DataFolder, thread_id: str | None, agent_id: str | None) -> None:
    """A conversation; or one message and its answer, where the words come from a pipe.

    Raises NotRunning, LauncherFailure.
    """
    door = Door(running_state(folder).address, read_token(folder))
    is_person = sys.stdin.isatty()
    terminal = Terminal(_print, input if is_person else None)
    talk = Talk(door, terminal, thread_id, agent_id)
    if not is_person:
        talk.say(_read_pipe())
        return
    _print(f"{talk.address}  (Ctrl-C stops an answer, Ctrl-D ends)\n")
    if thread_id is not None:
        talk.show_earlier()
    with suppress(EOFError):
        _converse(talk)
    _print("\n")


def _read_pipe() -> str:
    text = sys.stdin.read()
    if not text.strip():
        raise NothingSaid
    return text


def _converse(talk: "Talk") -> None:
    with suppress(ImportError):
        import readline  # noqa: F401 - gives input() the arrow keys and what was said before
    while True:
        text = input("\n> ")
        if text.strip():
            try:
                talk.say(text)
            except LauncherFailure as failure:
                _print(f"{failure}\n")


class Talk:
    """One thread and who looks at it here; without an id one that begins with the first words."""

    def __init__(
        self, door: Door, terminal: Terminal, thread_id: str | None, agent_id: str | None = None
    ) -> None:
        self._door, self._terminal, self._agent_id = door, terminal, agent_id
        self._is_new, self._thread_id = thread_id is None, thread_id or uuid7()
        self._decided: set[str] = set()  # approvals and questions

    @property
    def address(self) -> str:
        return f"{self._door.address}chat/{self._thread_id}"

    def show_earlier(self) -> None:
        """Raises Refused."""
        view = next(filter(None, self._door.watch(self._thread_id)))
        for message in view.visible_messages[-EARLIER:]:
            if message.role == "user":
                self._terminal.say(f"\n> {read_lines(message.text)}\n")
            else:
                self._terminal.say(f"{Growing().more(message)}\n")

    def say(self, text: str) -> None:
        """Returns when it is answered; Ctrl-C stops the answer.

        Raises NotAnswered, WaitsForYou, Refused.
        """
        if self._is_new:
            self._door.ask("POST", "/threads", {"id": self._thread_id, "agent_id": self._agent_id})
            self._is_new = False
        message_id = uuid7()
        try:
            self._follow(message_id, text)
        except KeyboardInterrupt:
            self._stop(message_id)
            self._terminal.say("\n(stopped)\n")

    def _follow(self, message_id: str, text: str) -> None:
        growing, silences = Growing(), SILENCES
        for view in self._door.watch(self._thread_id):
            silences = silences + 1 if view is None else silences
            if view is None or not has(view, message_id):
                if silences >= SILENCES:
                    silences = 0
                    self._send(message_id, text)
                continue
            silences = 0
            answer = find_answer(view, message_id)
            if answer is not None:
                self._terminal.say(growing.more(answer))
            self._settle_open(view)
            if is_quiet(view):
                return self._end(view, has_answer=answer is not None)

    def _send(self, message_id: str, text: str) -> None:
        """Again and again until the thread has it: it is taken once."""
        body = {"id": message_id, "text": text, "agent_id": self._agent_id}
        answer = self._door.ask("POST", f"/threads/{self._thread_id}/messages", body)
        if answer.status_code == KEPT:
            refusal = MessageState.model_validate_json(answer.content).refusal
            if refusal is not None:
                raise Refused(refusal.code, refusal.reason)

    def _end(self, view: AgentView, *, has_answer: bool) -> None:
        self._terminal.say("\n")
        if view.error_text:
            raise NotAnswered(f"The agent could not answer: {view.error_text}")
        if not has_answer:
            raise NotAnswered("Nobody answers in this thread unless asked; see its settings")

    def _settle_open(self, view: AgentView) -> None:
        """Asks the person what the agent waits for, once."""
        context = view.runtime_context
        waiting: tuple[Approval | Query, ...] = (*context.approvals, *context.questions)
        for each in waiting:
            if each.id in self._decided:
                continue
            if self._terminal.ask is None:
                raise WaitsForYou(self.address)
            self._decided.add(each.id)
            try:
                if isinstance(each, Approval):
                    self._decide(each, self._terminal.ask)
                else:
                    self._answer(each, self._terminal.ask)
            except Refused as refused:  # somebody was first
                self._terminal.say(f"{refused}\n")

    def _decide(self, approval: Approval, ask: Callable[[str], str]) -> None:
        self._terminal.say(f"\n{describe_approval(approval)}")
        word = ""
        while word not in (*DECISIONS, "n"):
            word = ask(HELP).strip().lower()[:1]
        body = {"decision": "deny"}
        if word in DECISIONS:
            body = {"decision": "approve", "remember": DECISIONS[word]}
        self._door.ask("POST", f"/approvals/{approval.id}", body)

    def _answer(self, question: Query, ask: Callable[[str], str]) -> None:
        self._terminal.say(f"\n{describe_question(question)}")
        answers: list[str] = []
        while not answers:
            answers = read_answers(question, ask("Your answer: "))
        self._door.ask("POST", f"/questions/{question.id}", {"answers": answers})

    def _stop(self, message_id: str) -> None:
        self._door.ask("POST", f"/threads/{self._thread_id}/stop", {"message_id": message_id})


def read_answers(question: Query, text: str) -> list[str]:
    """Options by number, several with commas; none where it is no answer."""
    if question.kind == "free" or not question.options:
        return [text.strip()] if text.strip() else []
    numbers = [word.strip() for word in text.split(",") if word.strip()]
    known = {str(n): each.value for n, each in enumerate(question.options, 1)}
    if not all(number in known for number in numbers):
        return []
    answers = [known[number] for number in numbers]
    return answers if question.kind == "multi" else answers[:1]


def _print(text: str) -> None:
    print(text, end="", flush=True)
