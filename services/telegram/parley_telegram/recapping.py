"""What was said last in a thread, as a chat is told that begins to look at it. Pure."""

from collections.abc import Iterator, Sequence

from parley_shared.telegram import Recap, Said

from parley_telegram.chunks import split_plain
from parley_telegram.styled import Styled

WHOLE = 9_000  # UTF-16 units of all that is said, two or three messages
LEAST = 200  # of one message


def write_recap(recap: Recap, title: str, room: int) -> tuple[Styled, ...]:
    """Texts of at most `room` UTF-16 units; long messages are cut more, the more there are."""
    longest = min(max(WHOLE // len(recap.said), LEAST), room // 2)
    name = f"“{title}”" if title else "this thread"
    head = Styled(f"🧵 Said last in {name}:").within("bold")
    return tuple(_pack([head, *(_write(each, longest) for each in recap.said)], room))


def _write(said: Said, longest: int) -> Styled:
    who = said.who or ("You" if said.role == "user" else "Agent")
    names = [f"📎 {name}" for name in said.files]
    text = "\n".join(filter(None, (said.text.strip(), *names))) or "(no text)"
    pieces = split_plain(text, longest)
    more = "…" if len(pieces) > 1 else ""
    return Styled(f"{who[:80]}:").within("bold") + Styled(" ") + pieces[0] + Styled(more)


def _pack(parts: Sequence[Styled], room: int) -> Iterator[Styled]:
    held = parts[0]
    for part in parts[1:]:
        both = held + Styled("\n\n") + part
        if both.size > room:
            yield held
            held = part
        else:
            held = both
    yield held
