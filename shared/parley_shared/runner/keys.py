"""Keys of models: written, listed by name, never told."""

from parley_shared.models import Model
from parley_shared.questions import Done, Question


class Secrets(Model):
    names: tuple[str, ...]


class ListSecrets(Question[Secrets]):
    service = "runner"
    verb = "secrets.list"
    answer = Secrets


class MissingKey(Model):
    agent_id: str
    agent_name: str
    text: str  # which key, and where it is put


class MissingKeys(Model):
    missing: tuple[MissingKey, ...]


class FindMissingKeys(Question[MissingKeys]):
    """Agents that can't answer because the key of their model is not here."""

    service = "runner"
    verb = "keys.missing"
    answer = MissingKeys


class PutSecret(Question[Done]):
    """Write-only; an empty value deletes it."""

    service = "runner"
    verb = "secrets.put"
    answer = Done
    name: str
    value: str
