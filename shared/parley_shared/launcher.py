"""What is asked of the launcher, the process that starts all others on this machine."""

from parley_shared.models import Model
from parley_shared.questions import Question


class NewToken(Model):
    token: str


class RotateToken(Question[NewToken]):
    """Another sign-in token; every sign-in that came from the old one ends.

    Only the session with the hash `keeps` goes on. In containers there is no launcher: Unavailable.
    """

    service = "launcher"
    verb = "token.rotate"
    answer = NewToken
    keeps: str | None = None
