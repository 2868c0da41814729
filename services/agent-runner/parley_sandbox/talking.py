"""One job, told to the supervisor of a box, and what it says of it until it is over."""

import asyncio
import json
import logging
import struct
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from parley_shared.sandbox import Language, Left, Reason
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from parley_sandbox.box import Box, BoxGone
from parley_sandbox.frames import BadFrame, Frame, Frames
from parley_sandbox.limits import FILE_BYTES, FILES, OUTPUT, Limits

logger = logging.getLogger(__name__)

CANCEL = b"C"
HearOutput = Callable[[bytes], Awaitable[None]]


@dataclass(frozen=True)
class Content:
    """A file of a workspace."""

    path: str
    content: bytes


@dataclass(frozen=True)
class Job:
    language: Language
    code: str
    files: Sequence[Content]
    limits: Limits


class Ending(BaseModel):
    """What the supervisor says of the end; who wrote the program may have written this too."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)

    reason: Reason
    code: int | None = None
    signal: int | None = None
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    bytes_written: int = 0
    is_cut: bool = False
    deleted: tuple[str, ...] = Field(default=(), max_length=1_000)
    left: tuple[tuple[str, int], ...] = Field(default=(), max_length=100)

    def list_left(self) -> tuple[Left, ...]:
        return tuple(Left(path=path, size=size) for path, size in self.left)


@dataclass
class Told:
    """Everything a run came to."""

    stdout: bytearray = field(default_factory=bytearray)
    stderr: bytearray = field(default_factory=bytearray)
    files: list[Content] = field(default_factory=list)
    ending: Ending = field(default_factory=lambda: Ending(reason="lost"))
    is_whole: bool = False  # the supervisor said that this was all


async def do_job(box: Box, job: Job, hear_output: HearOutput) -> Told:
    """Never longer than the job's hard limit; what was told until then is kept."""
    told = Told()
    try:
        async with asyncio.timeout(job.limits.hard):
            await box.write(write_job(job))
            await _listen(box, told, hear_output)
    except TimeoutError:
        told.ending = told.ending.model_copy(update={"reason": "timeout"})
    except (BadFrame, BoxGone, ValidationError) as error:
        logger.warning("a run went wrong", extra={"reason": repr(error)[:200]})
    if told.is_whole or told.ending.reason != "lost":
        return told
    told.ending = Ending(reason=await box.why_lost())
    return told


async def _listen(box: Box, told: Told, hear_output: HearOutput) -> None:
    frames = Frames()
    while piece := await box.read():
        for frame in frames.feed(piece):
            if frame.kind == "over":
                told.is_whole = True
                return
            await _take(told, frame, hear_output)


async def _take(told: Told, frame: Frame, hear_output: HearOutput) -> None:
    match frame.kind:
        case "stdout" | "stderr":
            kept = told.stdout if frame.kind == "stdout" else told.stderr
            piece = frame.content[: OUTPUT - len(kept)]
            kept += piece
            if piece:
                await hear_output(piece)
        case "ended":
            told.ending = Ending.model_validate_json(frame.content)
        case "file":
            if (file := _read_file(frame.content)) is not None and _has_room(told, file):
                told.files.append(file)


def _read_file(frame: bytes) -> Content | None:
    head, _, content = frame.partition(b"\0")
    try:
        path = json.loads(head)["path"]
    except (ValueError, KeyError, TypeError):
        return None
    return Content(path, content) if isinstance(path, str) else None


def _has_room(told: Told, file: Content) -> bool:
    size = sum(len(each.content) for each in told.files) + len(file.content)
    return len(told.files) < FILES and size <= FILE_BYTES


def write_job(job: Job) -> bytes:
    told = {
        "language": job.language,
        "code": job.code,
        "limits": job.limits.write(),
        "files": [(file.path, len(file.content)) for file in job.files],
    }
    head = json.dumps(told).encode()
    contents = (file.content for file in job.files)
    return b"".join((struct.pack(">I", len(head)), head, *contents))
