"""One thread as this process sees it: its view, its newest events, and who is told. No I/O."""

import logging
from collections import deque
from collections.abc import Callable, Sequence

from parley_shared.agent_view import AgentView
from parley_shared.events import AgentStatus, CustomTold, Durable, DurableEvent, Event, TextDelta
from parley_shared.frames import Snapshot
from parley_shared.models import ToolPart
from parley_shared.view import UnknownEvent, apply, read_event
from pydantic import ValidationError

logger = logging.getLogger(__name__)

Tell = Callable[[str], None]  # one frame, as text

RING = 512  # newest events kept for browsers that come back
SHOWN = 50  # messages in a snapshot; older ones are asked for by page
GROWN = 200  # messages after which the view itself is cut


class WatchedThread:
    """Whoever joins gets the view as it is, and from then on just what changes it, in order.

    So a viewer that applies its frames has the view that is kept here.
    """

    def __init__(self, view: AgentView) -> None:
        self.view = _shorten(view)
        self.heard = view.seq  # the newest event there is, as far as we know
        self._ring: deque[tuple[int, str]] = deque(maxlen=RING)
        self._tells: dict[str, Tell] = {}

    @property
    def is_behind(self) -> bool:
        return self.heard > self.view.seq

    @property
    def is_watched(self) -> bool:
        return bool(self._tells)

    def join(self, viewer_id: str, tell: Tell, since: int | None = None) -> None:
        """`since`: the newest event the viewer has; what it lacks is told, or all anew."""
        missing = self._find_missing(since)
        for frame in [self.snapshot()] if missing is None else missing:
            tell(frame)
        self._tells[viewer_id] = tell

    def leave(self, viewer_id: str) -> None:
        self._tells.pop(viewer_id, None)

    def hear(self, raw: bytes) -> None:
        """An event or a delta, in whatever order they come."""
        try:
            event = read_event(raw)
        except ValidationError:
            logger.exception("heard what is no event", extra={"thread_id": self.view.thread_id})
            return
        if isinstance(event, AgentStatus | CustomTold):
            self.tell_all(_frame(raw.decode()))
            return
        if isinstance(event, Durable | UnknownEvent) and event.seq is not None:
            self.heard = max(self.heard, event.seq)
        self._take(event, raw.decode())

    def fill(self, events: Sequence[DurableEvent]) -> None:
        """Events that were missed, in order."""
        for event in events:
            self._take(event, event.model_dump_json())

    def replace(self, view: AgentView) -> None:
        """Begin again from another view: what we had can't be continued."""
        self.view = _shorten(view)
        self.heard = view.seq
        self._ring.clear()
        self.tell_all(self.snapshot())

    def snapshot(self) -> str:
        self.view = _shorten(self.view)
        frame = Snapshot(thread_id=self.view.thread_id, seq=self.view.seq, view=self.view)
        return frame.model_dump_json()

    def tell_all(self, frame: str) -> None:
        for tell in tuple(self._tells.values()):
            tell(frame)

    def tell(self, viewer_id: str, frame: str) -> None:
        """One of them, if it is still here."""
        if viewer_id in self._tells:
            self._tells[viewer_id](frame)

    def _take(self, event: Event | UnknownEvent, text: str) -> None:
        view = apply(self.view, event)
        # What changes nothing here changes nothing for a viewer. Behind a gap nothing is taken.
        if view is self.view or view.metadata.gap:
            return
        frame = _frame(text)
        if view.seq > self.view.seq:
            self._ring.append((view.seq, frame))
        many = len(view.visible_messages) > GROWN
        self.view = _shorten(view) if many else view
        self.tell_all(frame)

    def _find_missing(self, since: int | None) -> list[str] | None:
        """What a viewer lacks that has the events up to `since`; None if we can't say."""
        if since is None or since > self.view.seq or _is_told_in_pieces(self.view):
            return None
        oldest = self._ring[0][0] if self._ring else self.view.seq + 1
        if since < oldest - 1:
            return None
        missing = [frame for seq, frame in self._ring if seq > since]
        whole = _restate(self.view)
        return [*missing, _frame(whole.model_dump_json())] if whole else missing


def _frame(event: str) -> str:
    return f'{{"type":"event","event":{event}}}'


def _shorten(view: AgentView) -> AgentView:
    if len(view.visible_messages) <= SHOWN:
        return view
    metadata = view.metadata.model_copy(update={"has_earlier": True})
    newest = view.visible_messages[-SHOWN:]
    return view.model_copy(update={"visible_messages": newest, "metadata": metadata})


def _restate(view: AgentView) -> TextDelta | None:
    """The text of the step that is being written, whole."""
    turn, message, cursor = view.runtime_context.turn, view.streaming_message, view.metadata.cursor
    if turn is None or message is None or cursor.done or cursor.n < 0:
        return None
    return TextDelta(
        thread_id=view.thread_id,
        turn_id=turn.turn_id,
        attempt=cursor.attempt,
        step=cursor.step,
        n=cursor.n,
        message_id=message.id,
        text=message.text,
        reasoning=message.reasoning,
        whole=True,
    )


def _is_told_in_pieces(view: AgentView) -> bool:
    """Output of tools, and tokens ahead of their event: only a snapshot restates them."""
    parts = view.streaming_message.parts if view.streaming_message else ()
    has_output = any(isinstance(part, ToolPart) and part.output for part in parts)
    return has_output or bool(view.metadata.held)
