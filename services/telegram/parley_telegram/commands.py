"""What a person may type after a slash, and what of it we do ourselves. Pure."""

import re
from dataclasses import dataclass

STEER = "steer"  # what comes after it joins the answer that runs
CONTROL = ("stop", "approve", "reject")  # never behind what is being said

MENU = (
    ("new", "Begin a new thread"),
    ("threads", "List the newest threads"),
    ("thread", "Look at another thread"),
    ("fork", "Go on in a copy of this thread"),
    ("agent", "Choose who answers"),
    ("stop", "Stop the answer"),
    ("steer", "Tell the answer that runs something more"),
    ("retry", "Answer the last message again"),
    ("title", "Name this thread"),
    ("status", "What happens in this thread"),
    ("approve", "Approve what an agent asks for"),
    ("reject", "Reject what an agent asks for"),
    ("mirror", "on or off: tell what is said elsewhere"),
    ("tools", "status, log or off: show what tools do"),
    ("reasoning", "on or off: show what the agent thought"),
    ("whoami", "Who and where you are"),
    ("help", "All commands"),
)
GROUP_MENU = tuple(each for each in MENU if each[0] in ("new", "agent", "stop", "status", "help"))

_FORM = re.compile(r"/([a-z_]+)(?:@(\w+))?(?:\s+(.*))?", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True)
class Typed:
    name: str
    rest: str


def read_command(text: str, username: str) -> Typed | None:
    """None for a message, and for a command to another bot."""
    form = _FORM.fullmatch(text.strip())
    if form is None or (form[2] and form[2].lower() != username.lower()):
        return None
    return Typed(form[1].lower(), (form[3] or "").strip())
