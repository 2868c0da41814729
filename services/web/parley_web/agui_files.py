"""The files of an AG-UI message: sent along as data, or named by their id after an upload."""

import base64
import binascii
import mimetypes
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from ag_ui import core as ag
from parley_shared import ids
from parley_shared.errors import BadInput
from parley_shared.models import FileRef
from parley_shared.store import GetFile

from parley_web.uploads import store_file
from parley_web.web import Web

OURS = (None, "parley")  # who issued the handle of a file that was uploaded here
NAME_LIMIT = 255  # characters
PIECE = 1024 * 1024  # bytes

Part = ag.ImagePart | ag.AudioPart | ag.VideoPart | ag.DocumentPart


@dataclass(frozen=True)
class Sent:
    """A file as the message has it."""

    name: str
    media_type: str
    contents: bytes


def read_files(message: ag.Message) -> list[Sent | str]:
    """In their order; a text is the id of a file that is kept already. Raises BadInput."""
    content = getattr(message, "content", None)
    parts = content if isinstance(content, list) else []
    return [_read_part(part) for part in parts if part.type != "text"]


def write_stand_in(part: Part) -> str:
    """What is said in place of a file that is not sent on: its name, else what it is."""
    media_type = getattr(part.source, "mime_type", None)  # a file that we keep has none
    return f"[a file: {_find_name(part) or media_type or part.type}]"


async def keep_files(web: Web, message_id: str, files: Sequence[Sent | str]) -> tuple[FileRef, ...]:
    """Again they are the same files. Raises FileNotKept."""
    kept = []
    for number, file in enumerate(files):
        if isinstance(file, str):
            kept.append(await web.bus.ask(GetFile(file_id=file)))
        else:
            file_id = ids.run_file_id(message_id, number)
            body = _cut(file.contents)
            kept.append(await store_file(web, body, file.name, file.media_type, id=file_id))
    return tuple(kept)


def _read_part(part: Part) -> Sent | str:
    source = part.source
    if isinstance(source, ag.DataSource):
        return Sent(_name(part, source.mime_type), source.mime_type, _decode(part, source.value))
    if isinstance(source, ag.FileSource) and source.provider in OURS:
        return source.value
    raise BadInput(
        f"the {part.type} has a source of type {source.type!r}, which is not fetched: send it as "
        "'data', or upload it by POST /api/files and give its id as 'file'"
    )


def _decode(part: Part, value: str) -> bytes:
    try:
        return base64.b64decode(value, validate=True)
    except binascii.Error as error:
        raise BadInput(f"the {part.type} is no base64: {error}") from error


def _name(part: Part, media_type: str) -> str:
    """As `metadata` has it, else after what it is."""
    ending = mimetypes.guess_extension(media_type.partition(";")[0].strip()) or ""
    return _find_name(part) or f"{part.type}{ending}"


def _find_name(part: Part) -> str | None:
    said = part.metadata.get("filename") if isinstance(part.metadata, dict) else None
    if isinstance(said, str) and said.isprintable() and 0 < len(said) <= NAME_LIMIT:
        return said
    return None


async def _cut(contents: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(contents), PIECE):
        yield contents[start : start + PIECE]
