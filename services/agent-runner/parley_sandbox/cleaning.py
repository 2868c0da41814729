"""Makes text of what a program wrote: no control characters, no terminal codes, not too long."""

import codecs
import re
import unicodedata

TERMINAL_CODE = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[PX^_][^\x1b]*\x1b\\|[@-Z\\-_])"
)
UNSEEN = ("Cc", "Cf", "Cs")  # control, format (also what turns the direction of writing), surrogate
JOINER = "\u200d"  # within emoji


def clean_text(text: str) -> str:
    bare = TERMINAL_CODE.sub("", text.replace("\r\n", "\n"))
    return "".join(each for each in bare if _is_seen(each))


def _is_seen(letter: str) -> bool:
    return letter in "\n\t" + JOINER or unicodedata.category(letter) not in UNSEEN


def cut_middle(text: str, most: int) -> str:
    """Its beginning and, half as long, its end: errors stand at the end."""
    if len(text) <= most:
        return text
    head = most * 2 // 3
    left_out = len(text) - most
    return f"{text[:head]}\n[{left_out} characters were left out]\n{text[-(most - head) :]}"


def read_bytes(written: bytes, most: int) -> str:
    return cut_middle(clean_text(written.decode("utf-8", "replace")), most)


class Decoder:
    """For what comes in pieces: a letter may be cut in two."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def feed(self, piece: bytes) -> str:
        return clean_text(self._decoder.decode(piece))
