"""What the real Bot API checks of a text before it takes it, in its own words."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

Json = Mapping[str, Any]

TEXT, CAPTION = 4096, 1024  # code points
RAW = 32_768  # bytes
ENTITIES = 100  # more are dropped in silence


class ApiError(Exception):
    def __init__(self, code: int, text: str, parameters: Json | None = None) -> None:
        super().__init__(text)
        self.code = code
        self.text = text
        self.parameters = parameters


def refuse(text: str) -> ApiError:
    return ApiError(400, f"Bad Request: {text}")


def check_text(text: str, entities: Sequence[Json], limit: int = TEXT) -> list[Json]:
    """The entities that are kept. Raises ApiError."""
    if len(text.encode("utf-8", "replace")) > RAW:
        raise refuse("text is too long")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise refuse("strings must be encoded in UTF-8")
    if not text:
        raise refuse("message text is empty")
    if not text.strip():
        raise refuse("text must be non-empty")
    if len(text) > limit:
        raise refuse("message is too long")
    bounds = _find_bounds(text)
    for entity in entities:
        _check_entity(entity, bounds)
    return [entity for entity in entities if entity["length"] > 0][:ENTITIES]


def check_buttons(markup: Json | None) -> Json | None:
    """Raises ApiError."""
    rows = (markup or {}).get("inline_keyboard")
    if not rows:
        return None
    buttons = [button for row in rows for button in row]
    if len(buttons) > 100 or any(len(row) > 8 for row in rows):
        raise refuse("reply markup is too long")
    for button in buttons:
        if not button.get("text"):
            raise refuse("inline keyboard button text must be non-empty")
        if not 1 <= len(button.get("callback_data", "").encode()) <= 64:
            raise refuse("BUTTON_DATA_INVALID")
    return markup


def is_link(url: str) -> bool:
    """As Telegram's own check of links, restated."""
    own = re.match(r"(?i)(tg|ton|tonsite):(//)?(.*)$", url)
    if own:
        return bool(re.match(r"[A-Za-z0-9_.-]+([/?#].*)?$", own[3]))
    scheme = re.match(r"(?i)([a-z][a-z0-9+.-]*)://(.*)$", url)
    if scheme and scheme[1].lower() not in ("http", "https"):
        return False
    rest = scheme[2] if scheme else url
    host = re.split(r"[/?#]", rest, maxsplit=1)[0].rsplit("@", 1)[-1]
    if host.startswith("["):
        return True
    host, _, port = host.partition(":")
    if port and not port.isdigit():
        return False
    return "." in host.strip(".") and not re.search(r"\s", host)


def _find_bounds(text: str) -> dict[int, None]:
    """UTF-16 offsets at which a character begins or the text ends, in order."""
    bounds, offset = {0: None}, 0
    for character in text:
        offset += 2 if character > "\uffff" else 1
        bounds[offset] = None
    return bounds


def _check_entity(entity: Json, bounds: dict[int, None]) -> None:
    start, end = entity["offset"], entity["offset"] + entity["length"]
    last = next(reversed(bounds))
    if start > last or (start == last and entity["length"]):
        raise refuse(f"entity begins after the end of the text at UTF-16 offset {start}")
    if end > last:
        raise refuse(
            f"entity beginning at UTF-16 offset {start} ends after the end of the text "
            f"at UTF-16 offset {end}"
        )
    if start not in bounds:
        raise refuse(f"entity begins in a middle of a UTF-16 symbol at byte offset {start}")
    if end not in bounds:
        raise refuse(f"entity ends in a middle of a UTF-16 symbol at byte offset {end}")
    if entity["type"] == "text_link" and not is_link(str(entity.get("url", ""))):
        raise refuse(f"entity URL '{entity.get('url')}' is invalid: wrong URL")
