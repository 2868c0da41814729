"""Which thread a chat outside looks at."""

from parley_shared.models import Channel, Model
from parley_shared.questions import Question


class Chat(Model):
    """Which thread an outside chat looks at."""

    channel: Channel
    chat: str
    thread_id: str | None = None


class GetChat(Question[Chat]):
    verb = "chat.get"
    answer = Chat
    channel: Channel
    chat: str


class PointChat(Question[Chat]):
    """Raises ThreadNotFound."""

    verb = "chat.point"
    answer = Chat
    channel: Channel
    chat: str
    thread_id: str
