"""Who may come in; only hashes travel."""

from datetime import datetime
from typing import Literal

from parley_shared.models import Model
from parley_shared.questions import Done, Question


class SetToken(Question[Done]):
    """The launcher's: a changed token ends every sign-in that came from the old one, but for
    the session whose hash is `keeps`."""

    verb = "token.set"
    answer = Done
    token_hash: str  # sha256, hex
    keeps: str | None = None


class SignIn(Question[Done]):
    """Keep a session for whoever knows the token. Raises WrongToken."""

    verb = "signin.create"
    answer = Done
    token_hash: str
    session_hash: str
    label: str = ""


class SignedIn(Model):
    """`surface` is "token" when the start-up token itself was shown."""

    key_id: str
    name: str
    surface: Literal["session", "key", "token"]
    expires_at: datetime | None = None


class CheckSignIn(Question[SignedIn]):
    """Whose secret has this hash: a session's, an API key's or the token. Raises WrongToken."""

    verb = "signin.check"
    answer = SignedIn
    secret_hash: str


class SignOut(Question[Done]):
    verb = "signin.end"
    answer = Done
    session_hash: str


class ApiKey(Model):
    key_id: str
    name: str
    created_at: datetime
    last_used_at: datetime | None = None


class ApiKeys(Model):
    keys: tuple[ApiKey, ...]


class ListKeys(Question[ApiKeys]):
    verb = "key.list"
    answer = ApiKeys


class CreateKey(Question[ApiKey]):
    verb = "key.create"
    answer = ApiKey
    key_id: str
    name: str
    secret_hash: str


class RevokeKey(Question[Done]):
    verb = "key.revoke"
    answer = Done
    key_id: str
