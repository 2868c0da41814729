"""What people see fits on the bus."""

from datetime import UTC, datetime

from parley_shared.models import Arguments, Message, TextPart, ToolPart
from parley_shared.shortening import MESSAGE_LIMIT, cut, shorten, shorten_arguments
from parley_store.rows import bytes_of


def message(**said: object) -> Message:
    at = datetime(2026, 1, 2, tzinfo=UTC)
    fields = {"id": "m", "thread_id": "T", "role": "assistant", "created_at": at}
    return Message.model_validate({**fields, **said})


def test_what_fits_stays_as_it_is() -> None:
    said = message(text="x" * 200_000, parts=(TextPart(step=0, text="thinking"),))

    assert shorten(said) == said


def test_the_answer_stays_whole_while_what_led_to_it_is_cut() -> None:
    said = message(
        text="x" * 200_000,
        reasoning="r" * 200_000,
        parts=(
            TextPart(step=0, text="y" * 200_000, reasoning="z" * 200_000),
            ToolPart(
                step=0,
                call_id="c",
                name="write",
                title="Write",
                arguments={"text": "a" * 200_000, "deep": [{"b": "c" * 5000}], "n": 1},
                output="o" * 8000,
                summary="s" * 5000,
            ),
        ),
    )

    short = shorten(said)

    assert bytes_of(short) <= MESSAGE_LIMIT
    assert short.text == said.text
    assert [len(part.text) for part in short.parts if isinstance(part, TextPart)] == [1001]
    tool = short.parts[1]
    assert isinstance(tool, ToolPart)
    assert tool.arguments == {
        "text": "a" * 1000 + "…",
        "deep": [{"b": "c" * 1000 + "…"}],
        "n": 1,
    }


def test_of_far_too_many_parts_the_newest_stay() -> None:
    parts = tuple(TextPart(step=n, text="y" * 900) for n in range(2000))

    short = shorten(message(text="x", parts=parts))

    assert bytes_of(short) <= MESSAGE_LIMIT
    assert short.parts[-1] == parts[-1]


def test_a_cut_does_not_tear_a_character() -> None:
    assert cut("aé", 2) == "a"
    assert cut("aé", 3) == "aé"


def test_short_arguments_stay_as_they_are() -> None:
    arguments: Arguments = {"text": "a" * 2000}

    assert shorten_arguments(arguments, 5000) is arguments


def test_that_a_stranger_was_read_is_kept_however_little_else_is() -> None:
    strange = ToolPart(step=0, call_id="c", name="read", title="Read", origin="evil.example")
    parts = (strange, *(TextPart(step=n, text="y" * 900) for n in range(2000)))

    short = shorten(message(text="x", parts=parts))

    assert bytes_of(short) <= MESSAGE_LIMIT
    assert short.parts[0] == strange
    assert short.parts[-1] == parts[-1]
