"""What a model is given of attached files: pictures if it sees them, text if it is one. Pure."""

import base64
from collections.abc import Mapping, Sequence

from parley_shared.models import FileRef, Message

from parley_agent_runner.chat import ImagePiece, Piece, TextPiece

Contents = Mapping[str, bytes]  # of files by their id

MOST_IMAGES = 10  # the newest
LARGEST_IMAGE = 25_000_000  # bytes as it was sent; it is made smaller
LARGEST_TEXT = 64_000  # bytes of one file
MOST_TEXT = 256_000  # bytes of all

TEXTS = ("text/", "application/json", "application/xml", "application/yaml", "application/toml")
BEGINS: Mapping[str, bytes] = {
    "image/png": b"\x89PNG\r\n\x1a\n",
    "image/jpeg": b"\xff\xd8\xff",
    "image/gif": b"GIF8",
    "image/webp": b"RIFF",
}


def choose_files(history: Sequence[Message], *, sees_images: bool) -> list[FileRef]:
    """Those whose contents are read, the newest first."""
    chosen: list[FileRef] = []
    images, text = MOST_IMAGES if sees_images else 0, MOST_TEXT
    for file in (each for message in reversed(history) for each in message.attachments):
        if is_image(file) and images and file.size <= LARGEST_IMAGE:
            images -= 1
            chosen.append(file)
        elif _is_text(file) and file.size <= min(LARGEST_TEXT, text):
            text -= file.size
            chosen.append(file)
    return chosen


def write_content(text: str, files: Sequence[FileRef], contents: Contents) -> str | list[Piece]:
    """What a person said with `files`: words, or pieces where there is a picture to see."""
    images = [each for each in files if _shows(each, contents)]
    notes = [_write_note(each, contents) for each in files if each not in images]
    words = "\n".join(filter(None, [text, *notes]))
    if not images:
        return words
    pieces: list[Piece] = [_write_text(words)] if words else []
    for image in images:
        pieces += [_write_text(f"[attached: {image.name}]"), _write_image(image, contents)]
    return pieces


def is_image(file: FileRef) -> bool:
    return file.media_type in BEGINS


def _is_text(file: FileRef) -> bool:
    return file.media_type.startswith(TEXTS)


def _shows(file: FileRef, contents: Contents) -> bool:
    return is_image(file) and _sniff(contents.get(file.id, b"")) is not None


def _sniff(content: bytes) -> str | None:
    """By what is in it, for a name is soon given: a provider refuses what is no picture."""
    return next((kind for kind, begin in BEGINS.items() if content.startswith(begin)), None)


def _write_note(file: FileRef, contents: Contents) -> str:
    known = contents.get(file.id) if _is_text(file) else None
    if known is None:
        unseen = ", which you can't see" if is_image(file) else ""
        return f"[attached: {file.name}, {file.media_type}{unseen}]"
    return f"[attached: {file.name}]\n{known.decode(errors='replace')}\n[end of {file.name}]"


def _write_text(text: str) -> TextPiece:
    return {"type": "text", "text": text}


def _write_image(file: FileRef, contents: Contents) -> ImagePiece:
    content = contents[file.id]
    written = base64.b64encode(content).decode()
    return {"type": "image_url", "image_url": {"url": f"data:{_sniff(content)};base64,{written}"}}
