"""Who looks at which thread and who types, here and in other processes. In memory, no I/O."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from parley_shared.models import Viewer
from parley_shared.presence import FORGET, RETELL, Present

TYPING_LASTS = 5.0  # seconds after the last word of it
TYPING_PAUSE = 3.0  # seconds until it is told to others again


@dataclass
class _Here:
    """This process's viewers of one thread."""

    viewers: dict[str, Viewer] = field(default_factory=dict)
    typing: dict[str, float] = field(default_factory=dict)  # viewer id -> when it ends
    told_at: float = 0.0
    typing_told_at: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class _Elsewhere:
    present: Present
    heard_at: float


class Presence:
    """Times are seconds of one clock."""

    def __init__(self, relay: str) -> None:
        self.relay = relay
        self._here: dict[str, _Here] = {}
        self._elsewhere: dict[str, dict[str, _Elsewhere]] = {}  # thread -> relay

    def join(self, thread_id: str, viewer: Viewer) -> None:
        self._here.setdefault(thread_id, _Here()).viewers[viewer.id] = viewer

    def leave(self, thread_id: str, viewer_id: str) -> bool:
        """Whether the viewer was there."""
        here = self._here.get(thread_id)
        if here is None or here.viewers.pop(viewer_id, None) is None:
            return False
        here.typing.pop(viewer_id, None)
        here.typing_told_at.pop(viewer_id, None)
        if not here.viewers:
            del self._here[thread_id]
        return True

    def type(self, thread_id: str, viewer_id: str, now: float) -> bool:
        """Whether to tell it: not for every key."""
        here = self._here.get(thread_id)
        if here is None or viewer_id not in here.viewers:
            return False
        here.typing[viewer_id] = now + TYPING_LASTS
        due = now - here.typing_told_at.get(viewer_id, -TYPING_PAUSE) >= TYPING_PAUSE
        if due:
            here.typing_told_at[viewer_id] = now
        return due

    def hear(self, present: Present, now: float) -> bool:
        """Another process's list. Whether it can't know ours yet."""
        if present.relay == self.relay:
            return False
        relays = self._elsewhere.setdefault(present.thread_id, {})
        is_new = present.relay not in relays
        relays[present.relay] = _Elsewhere(present, now)
        if not present.viewers:
            del relays[present.relay]
        return is_new and present.thread_id in self._here

    def describe(self, thread_id: str, now: float) -> Present:
        """What others are told about this process."""
        here = self._here.get(thread_id, _Here())
        here.told_at = now
        return Present(
            thread_id=thread_id,
            relay=self.relay,
            viewers=tuple(here.viewers.values()),
            typing=tuple(each for each, ends in here.typing.items() if ends > now),
        )

    def pass_time(self, now: float) -> set[str]:
        """The threads where somebody has stopped typing or has not been heard of for too long."""
        changed = {thread_id for thread_id, here in self._here.items() if _end_typing(here, now)}
        for thread_id, relays in tuple(self._elsewhere.items()):
            silent = [relay for relay, each in relays.items() if now - each.heard_at >= FORGET]
            for relay in silent:
                del relays[relay]
                changed.add(thread_id)
            if not relays:
                del self._elsewhere[thread_id]
        return changed

    def find_due(self, now: float) -> list[str]:
        """The threads whose viewers are to be told again."""
        return [each for each, here in self._here.items() if now - here.told_at >= RETELL]

    def viewers(self, thread_id: str) -> tuple[Viewer, ...]:
        """Everybody, in the order of joining."""
        found = {viewer.id: viewer for present in self._all(thread_id) for viewer in present[0]}
        return tuple(sorted(found.values(), key=lambda viewer: (viewer.joined_at, viewer.id)))

    def typists(self, thread_id: str) -> tuple[Viewer, ...]:
        typing = {each for _, ids in self._all(thread_id) for each in ids}
        return tuple(viewer for viewer in self.viewers(thread_id) if viewer.id in typing)

    def _all(self, thread_id: str) -> Iterable[tuple[Iterable[Viewer], Iterable[str]]]:
        here = self._here.get(thread_id)
        if here is not None:
            yield here.viewers.values(), here.typing
        for each in self._elsewhere.get(thread_id, {}).values():
            yield each.present.viewers, each.present.typing


def _end_typing(here: _Here, now: float) -> bool:
    ended = [viewer_id for viewer_id, ends in here.typing.items() if ends <= now]
    for viewer_id in ended:
        del here.typing[viewer_id]
    return bool(ended)
