"""How Telegram makes a chat wait that is called too often: longer each time it is not heeded."""

from dataclasses import dataclass, field

from tests.fakes.telegram_checks import ApiError


@dataclass
class Ban:
    until: float
    seconds: int


@dataclass
class Flood:
    """Each chat may be called `burst` times, and once more after `every` seconds.

    Whoever calls more waits for `ban` seconds; each call within the wait doubles it.
    """

    burst: int = 5
    every: float = 1.0  # seconds
    ban: int = 3  # seconds
    broken: int = 0  # calls within a wait
    _left: dict[str, tuple[float, float]] = field(default_factory=dict)  # calls, when
    _bans: dict[str, Ban] = field(default_factory=dict)

    def check(self, chat: str, now: float) -> None:
        """Raises ApiError."""
        ban = self._bans.get(chat)
        if ban is not None and now < ban.until:
            self.broken += 1
            raise self._refuse(chat, ban.seconds * 2, now)
        left, at = self._left.get(chat, (float(self.burst), now))
        left = min(float(self.burst), left + (now - at) / self.every)
        self._left[chat] = (max(left - 1, 0), now)
        if left < 1:
            raise self._refuse(chat, self.ban, now)

    def _refuse(self, chat: str, seconds: int, now: float) -> ApiError:
        self._bans[chat] = Ban(now + seconds, seconds)
        text = f"Too Many Requests: retry after {seconds}"
        return ApiError(429, text, {"retry_after": seconds})
