"""Commands a person types into an outside chat, such as /new. Pure."""

import re
from dataclasses import dataclass
from typing import Literal, cast, get_args

Name = Literal[
    "new", "thread", "threads", "fork", "agent", "stop", "retry", "title", "status", "help"
]

MEANINGS: dict[Name, str] = {
    "new": "/new [title]: begin a new thread",
    "thread": "/thread [number, id or words]: look at another thread",
    "threads": "/threads [page]: list the newest threads",
    "fork": "/fork [title]: go on in a copy of this thread, up to the message it answers if any",
    "agent": "/agent [name]: who answers in this thread",
    "stop": "/stop [all]: stop the answer, keep what is there; all: those that wait too",
    "retry": "/retry [agent]: answer the last message again",
    "title": "/title <words>: name this thread",
    "status": "/status: what happens in this thread",
    "help": "/help: this list",
}

# "/new@parley_bot title": in groups Telegram adds who is meant.
_FORM = re.compile(r"/([a-z]+)(?:@\w+)?(?:\s+(.*))?", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True)
class ChatCommand:
    name: Name
    rest: str = ""


def parse_command(text: str) -> ChatCommand | None:
    """The command that `text` is; None if it is a message, also one like "/etc/hosts"."""
    form = _FORM.fullmatch(text.strip())
    if form is None or form[1].lower() not in get_args(Name):
        return None
    name = cast(Name, form[1].lower())  # just looked up
    return ChatCommand(name, (form[2] or "").strip())
