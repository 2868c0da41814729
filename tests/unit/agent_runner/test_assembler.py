"""Streams as real servers send them, put together."""

import pytest
from parley_agent_runner.assembler import Assembler
from parley_agent_runner.stream import CallPiece, Chunk
from parley_shared.models import Usage
from pydantic import JsonValue

Wanted = list[tuple[str | None, str, str]]

WELL_FORMED = [
    CallPiece(0, "a", "f", ""),
    CallPiece(0, None, None, '{"x"'),
    CallPiece(0, None, None, ": 1}"),
    CallPiece(1, "b", "g", "{}"),
]
VECTORS: dict[str, tuple[list[CallPiece], Wanted]] = {
    "well formed": (WELL_FORMED, [("a", "f", '{"x": 1}'), ("b", "g", "{}")]),
    "the same index, whole calls": (
        [CallPiece(0, "a", "f", '{"x": 1}'), CallPiece(0, "b", "f", '{"x": 2}')],
        [("a", "f", '{"x": 1}'), ("b", "f", '{"x": 2}')],
    ),
    "the same index, in pieces": (
        [
            CallPiece(0, "a", "f", '{"x"'),
            CallPiece(0, None, None, ": 1}"),
            CallPiece(0, "b", "f", '{"x"'),
            CallPiece(0, None, None, ": 2}"),
        ],
        [("a", "f", '{"x": 1}'), ("b", "f", '{"x": 2}')],
    ),
    "no index": (
        [CallPiece(None, "a", "f", '{"x": 1}'), CallPiece(None, "b", "g", '{"x": 2}')],
        [("a", "f", '{"x": 1}'), ("b", "g", '{"x": 2}')],
    ),
    "no ids, the same name": (
        [CallPiece(None, None, "f", '{"x": 1}'), CallPiece(None, None, "f", '{"x": 2}')],
        [(None, "f", '{"x": 1}'), (None, "f", '{"x": 2}')],
    ),
    "no ids, other names, no arguments": (
        [CallPiece(0, None, "f", ""), CallPiece(0, None, "g", "")],
        [(None, "f", ""), (None, "g", "")],
    ),
    "the id comes late": (
        [CallPiece(0, None, "f", ""), CallPiece(0, "a", None, "{}")],
        [("a", "f", "{}")],
    ),
    "the name is repeated with every piece": (
        [CallPiece(0, "a", "f", '{"x"'), CallPiece(0, "a", "f", ": 1}")],
        [("a", "f", '{"x": 1}')],
    ),
    "a new id with every piece": (
        [CallPiece(0, "a", "f", '{"x"'), CallPiece(0, "b", None, ": 1}")],
        [("a", "f", '{"x": 1}')],
    ),
    "arguments as an object": ([CallPiece(0, "a", "f", {"x": 1})], [("a", "f", '{"x": 1}')]),
    "interleaved": (
        [
            CallPiece(0, "a", "f", '{"x"'),
            CallPiece(1, "b", "g", '{"y"'),
            CallPiece(0, None, None, ": 1}"),
            CallPiece(1, None, None, ": 2}"),
        ],
        [("a", "f", '{"x": 1}'), ("b", "g", '{"y": 2}')],
    ),
}


@pytest.mark.parametrize("vector", VECTORS)
def test_calls_come_out_as_they_were_meant(vector: str) -> None:
    pieces, wanted = VECTORS[vector]
    assembler = Assembler()

    for piece in pieces:
        assembler.add(Chunk(calls=(piece,)))

    got = [(call.provider_call_id, call.name, call.arguments) for call in assembler.calls]
    assert got == wanted


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ('{"x": ', "The arguments are no JSON: "),
        ("[]", "The arguments are no JSON object."),
        (r'{"x": "\ud83d"}', "The arguments are no JSON: "),
        ('{"x": NaN}', "The arguments are no JSON: "),
        (f'{{"x": {"[" * 100_000}{"]" * 100_000}}}', "The arguments are no JSON: "),
        (f'{{"x": {"[" * 150}{"]" * 150}}}', "The arguments are nested more than 100 levels deep."),
    ],
    ids=["cut off", "a list", "half a character", "no number", "bottomless", "deep"],
)
def test_arguments_that_nobody_can_use_say_so(written: str, sentence: str) -> None:
    assembler = Assembler()
    assembler.add(Chunk(calls=(CallPiece(0, "a", "f", written),)))

    arguments, fault = assembler.calls[0].read()

    assert arguments == {}
    assert fault is not None
    assert fault.startswith(sentence)


def test_no_arguments_are_an_empty_object() -> None:
    assembler = Assembler()
    assembler.add(Chunk(calls=(CallPiece(0, "a", "f", ""),)))

    assert assembler.calls[0].read() == ({}, None)


def test_a_truncated_stream_has_no_finish() -> None:
    assembler = Assembler()
    assembler.add(Chunk(text="Half"))

    assert (assembler.text, assembler.finish) == ("Half", None)


def test_the_last_usage_counts() -> None:
    assembler = Assembler()
    for tokens in (1, 2):
        assembler.add(Chunk(usage=Usage(model="m", output_tokens=tokens)))

    assert assembler.usage == Usage(model="m", output_tokens=2)


def test_thinking_blocks_are_joined_until_their_signature() -> None:
    assembler = Assembler()
    blocks: list[JsonValue] = [
        {"type": "thinking", "thinking": "Let ", "index": 0},
        {"type": "thinking", "thinking": "me see."},
        {"type": "thinking", "thinking": "", "signature": "s1"},
        {"type": "thinking", "thinking": "And then."},
        {"type": "redacted_thinking", "data": "xyz"},
    ]
    for block in blocks:
        assembler.add(Chunk(blocks=(block,)))

    assert assembler.blocks == [
        {"type": "thinking", "thinking": "Let me see.", "signature": "s1"},
        {"type": "thinking", "thinking": "And then."},
        {"type": "redacted_thinking", "data": "xyz"},
    ]
