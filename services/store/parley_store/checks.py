"""What is refused before anything is looked up. Raises BadInput and its like."""

import re

from parley_shared import ids
from parley_shared.errors import BadInput, TooLong
from parley_shared.facts import phrase
from parley_shared.models import (
    INSTRUCTIONS_LIMIT,
    NAME_LIMIT,
    TITLE_LIMIT,
    Limits,
)

TOKEN = re.compile(ids.TOKEN)
ID_LIMIT = 200  # characters
LIMITS = (
    (("steps", "calls", "seconds", "at_once"), 1, 10**6),
    (("tokens",), 1, 10**12),
    (("cost_micros", "cost_micros_per_day"), 0, 10**12),
)


def check_token(name: str, value: str) -> None:
    if not TOKEN.fullmatch(value):
        raise BadInput(
            phrase(
                "id_unfit",
                "{field} {given!r} is not 1 to 64 letters, digits, '-' or '_'",
                field=name,
                given=value[:80],
            )
        )


def check_id(name: str, value: str) -> None:
    if not value or len(value) > ID_LIMIT:
        raise BadInput(f"{name} must have 1 to {ID_LIMIT} characters")


def check_title(title: str) -> str:
    """The title without what would break a line."""
    title = " ".join(title.split())
    if len(title) > TITLE_LIMIT:
        raise BadInput(
            phrase(
                "title_too_long",
                "a title has at most {most} characters and this has {size}",
                size=len(title),
                most=TITLE_LIMIT,
            )
        )
    return title


def check_name(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > NAME_LIMIT:
        raise BadInput(
            phrase("name_unfit", "a name must have 1 to {most} characters", most=NAME_LIMIT)
        )
    return name


def check_instructions(text: str) -> None:
    size = len(text.encode())
    if size > INSTRUCTIONS_LIMIT:
        raise TooLong(
            phrase(
                "instructions_too_long",
                "the instructions have {size} bytes and may have {most}",
                size=size,
                most=INSTRUCTIONS_LIMIT,
            )
        )


def check_limits(limits: Limits) -> None:
    """Who may do nothing at once would keep people waiting without a word."""
    for names, least, most in LIMITS:
        for name in names:
            value = getattr(limits, name)
            if value is not None and not least <= value <= most:
                raise BadInput(
                    phrase(
                        "limit_unfit",
                        "limits.{limit} must be between {least} and {most} and is {value}",
                        limit=name,
                        least=least,
                        most=most,
                        value=value,
                    )
                )
