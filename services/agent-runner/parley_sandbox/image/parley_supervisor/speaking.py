"""Speaks with the broker: reads a job, answers in frames.

A frame is one byte that says what, four that say how long (big-endian), and the content:

    R  ready        O, E  what the program wrote        X  how it ended (JSON)
    F  a changed file (JSON header, NUL, content)       Z  that was all
"""

import json
import os
import struct


def say(kind: bytes, content: bytes = b"") -> None:
    frame = kind + struct.pack(">I", len(content)) + content
    while frame:
        frame = frame[os.write(1, frame) :]


def read_exactly(count: int) -> bytes:
    got = bytearray()
    while len(got) < count:
        piece = os.read(0, min(1 << 20, count - len(got)))
        if not piece:
            os._exit(0)  # the broker went away before it had work for us
        got += piece
    return bytes(got)


def write(told: dict[str, object]) -> bytes:
    """As JSON, also where a file's name is no UTF-8: what can't be read of it is replaced."""
    written = json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogateescape")
    return written.decode("utf-8", "replace").encode()
