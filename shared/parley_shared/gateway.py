"""What only the gateway answers; the commands it checks for everybody are in commands.py."""

from parley_shared.models import Channel, Model, Option
from parley_shared.questions import Question


class CommandAnswer(Model):
    """`known`: it was a command; if not, it is a message and belongs to the agent."""

    known: bool
    text: str = ""  # for the person
    options: tuple[Option, ...] = ()  # what can be picked next; each value is a command
    thread_id: str | None = None  # where the chat looks now


class RunCommand(Question[CommandAnswer]):
    """A command typed into an outside chat, such as "/new Garden". Web text is never one."""

    service = "gateway"
    verb = "command"
    answer = CommandAnswer
    command_id: str  # chosen by the channel: run again it changes nothing more
    channel: Channel
    chat: str
    text: str
    message_id: str | None = None  # the message that the command answers
    by: str | None = None  # display name of the person
