"""Chooses of which strangers to tell, so that nobody who writes can flood who watches. Pure."""

EACH = 3600.0  # seconds between two events about the same person
ANY = 5.0  # seconds between two events about anybody


class Notices:
    """Times are seconds of one clock."""

    def __init__(self) -> None:
        self._told: dict[str, float] = {}  # when, by person
        self._passed_over = 0

    def note(self, person_id: str, now: float) -> int | None:
        """How many messages were passed over since the last event; None: this one is too."""
        self._told = {person: at for person, at in self._told.items() if now - at < EACH}
        newest = max(self._told.values(), default=-ANY)
        if person_id in self._told or now - newest < ANY:
            self._passed_over += 1
            return None
        self._told[person_id] = now
        passed_over, self._passed_over = self._passed_over, 0
        return passed_over
