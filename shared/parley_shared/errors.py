"""What can go wrong, named for the reader: code and text travel, the class does not."""

from typing import ClassVar

from parley_shared.facts import fact_of, retell
from parley_shared.models import Fact


class ParleyError(Exception):
    code: ClassVar[str] = "internal"
    status: ClassVar[int] = 500  # what an HTTP client is told

    def __init__(self, text: str = "", fact: Fact | None = None) -> None:
        super().__init__(text)
        self.fact = fact or fact_of(text)  # for readers of other languages

    @property
    def told(self) -> str:
        """What `phrase` and the like take up with its fact."""
        return retell(str(self), self.fact)


class BadInput(ParleyError):
    """A value can't be taken; the text says which and why."""

    code = "bad_input"
    status = 422


class ArgumentsWrong(ParleyError):
    """Edited arguments that the tool would not take; the text begins with where."""

    code = "arguments_wrong"
    status = 422

    @property
    def field(self) -> str:
        return str(self).partition(": ")[0]


class ThreadNotFound(ParleyError):
    code = "thread_not_found"
    status = 404


class MessageNotFound(ParleyError):
    code = "message_not_found"
    status = 404


class AgentNotFound(ParleyError):
    code = "agent_not_found"
    status = 404


class TurnNotFound(ParleyError):
    code = "turn_not_found"
    status = 404


class ApprovalNotFound(ParleyError):
    code = "approval_not_found"
    status = 404


class FileNotKept(ParleyError):
    code = "file_not_found"
    status = 404


class FileDamaged(ParleyError):
    code = "file_damaged"
    status = 422


class CallNotFound(ParleyError):
    code = "call_not_found"
    status = 404


class DeadLetterNotFound(ParleyError):
    code = "dead_letter_not_found"
    status = 404


class FileChanged(ParleyError):
    """Somebody has written it meanwhile: read it again."""

    code = "file_changed"
    status = 409


class ThreadArchived(ParleyError):
    code = "thread_archived"
    status = 409


class ThreadBusy(ParleyError):
    """The thread's busy mode is reject and a turn runs."""

    code = "thread_busy"
    status = 409


class QueueFull(ParleyError):
    code = "queue_full"
    status = 429


class TooManyMessages(ParleyError):
    code = "too_many_messages"
    status = 429


class TooLong(ParleyError):
    code = "too_long"
    status = 413


class EmptyMessage(ParleyError):
    code = "empty_message"
    status = 422


class NothingRuns(ParleyError):
    code = "nothing_runs"
    status = 409


class NotLive(ParleyError):
    """The thread has no live agent; a message begins one."""

    code = "not_live"
    status = 404


class AlreadyRuns(ParleyError):
    """A turn that runs can be stopped, not withdrawn."""

    code = "already_runs"
    status = 409


class AlreadyDecided(ParleyError):
    """The text says who decided, what and when."""

    code = "already_decided"
    status = 409


class AlreadyExists(ParleyError):
    """The id belongs to something else."""

    code = "already_exists"
    status = 409


class AgentNameTaken(ParleyError):
    code = "agent_name_taken"
    status = 409


class AgentChanged(ParleyError):
    """Somebody has changed the same meanwhile; the text begins with which field."""

    code = "agent_changed"
    status = 409

    @property
    def field(self) -> str:
        return str(self).partition(": ")[0]


class AgentInUse(ParleyError):
    code = "agent_in_use"
    status = 409


class Stale(ParleyError):
    """Another claim has come after: whoever hears this stops at once."""

    code = "stale"
    status = 409


class RunNotFound(ParleyError):
    """No such run is known: it was never started, or the sandbox that ran it is gone."""

    code = "run_not_found"
    status = 404


class CodeUnavailable(ParleyError):
    """No code can be run here; the text says why and what to do about it."""

    code = "code_unavailable"
    status = 503


class SkillNotFound(ParleyError):
    code = "skill_not_found"
    status = 404


class SkillChanged(ParleyError):
    """It is another one than what the person has read."""

    code = "skill_changed"
    status = 409


class McpToolNotFound(ParleyError):
    code = "mcp_tool_not_found"
    status = 404


class McpToolChanged(ParleyError):
    """It is another one than what the person has read."""

    code = "mcp_tool_changed"
    status = 409


class McpServerAway(ParleyError):
    """The text says why it can't be reached."""

    code = "mcp_server_away"
    status = 503


class WrongToken(ParleyError):
    code = "wrong_token"
    status = 401


class WrongCode(ParleyError):
    """A pairing code is unknown, used or too old, or was guessed at too often."""

    code = "wrong_code"
    status = 401


class PersonNotFound(ParleyError):
    code = "person_not_found"
    status = 404


class Unavailable(ParleyError):
    """Nobody answers; the text names the service."""

    code = "unavailable"
    status = 503


class DiskFull(ParleyError):
    code = "disk_full"
    status = 503


class BackupFailed(ParleyError):
    code = "backup_failed"
    status = 503


class TooBig(ParleyError):
    """More than the bus carries in one piece."""

    code = "too_big"
    status = 413


def _tree(error: type[ParleyError]) -> list[type[ParleyError]]:
    return [error, *(leaf for child in error.__subclasses__() for leaf in _tree(child))]


_BY_CODE = {error.code: error for error in _tree(ParleyError)}


def from_wire(code: str, text: str, fact: Fact | None = None) -> ParleyError:
    """The error a service answered; a code this version does not know stays a ParleyError."""
    return _BY_CODE.get(code, ParleyError)(text, fact)
