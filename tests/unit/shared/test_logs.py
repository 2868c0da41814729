"""A log line is one line of JSON that harms no terminal and tells no secret."""

import json
import logging
import sys

from parley_shared.logs import LONGEST_TEXT, LONGEST_TRACE, JsonFormatter


def write(text: str, **extra: object) -> str:
    record = logging.LogRecord("parley_store.turns", logging.INFO, "f.py", 1, text, (), None)
    record.created = 1_795_000_000.25
    vars(record).update(extra)
    return JsonFormatter("store").format(record)


def test_a_line_says_when_who_what_and_the_ids() -> None:
    line = write("turn finished", thread_id="t1", attempt=2, resumed=False, agent_id=None)

    assert json.loads(line) == {
        "time": "2026-11-18T11:06:40.250Z",
        "level": "info",
        "service": "store",
        "logger": "parley_store.turns",
        "text": "turn finished",
        "thread_id": "t1",
        "attempt": 2,
        "resumed": False,
        "agent_id": None,
    }


def test_what_a_terminal_would_obey_is_escaped() -> None:
    line = write("a\x1b[2Jb\nc\rd\x7fe\x9bf\u2028g\u202eh", reason="\x07")

    assert line.isascii()
    assert line.isprintable()
    assert json.loads(line)["text"] == "a\x1b[2Jb\nc\rd\x7fe\x9bf\u2028g\u202eh"


def test_secrets_are_taken_out_of_text_and_extras() -> None:
    line = write(
        "refused sk-0123456789abcdef", url="/bot7312345678:AAE-abcdefghijklmnopqrstuvwxyz0"
    )

    assert json.loads(line)["text"] == "refused [secret]"
    assert json.loads(line)["url"] == "/bot[secret]"


def test_what_is_long_is_cut_and_says_so() -> None:
    line = json.loads(write("x" * 5_000, reason="y" * 5_000))

    assert line["text"] == "x" * LONGEST_TEXT + "… (5000 long)"
    assert line["reason"] == "y" * LONGEST_TEXT + "… (5000 long)"


def test_a_secret_at_the_cut_is_not_half_told() -> None:
    secret = "sk-0123456789abcdef"

    line = json.loads(write("x" * (LONGEST_TEXT - 5) + " " + secret))

    assert "sk-" not in line["text"]


def test_a_trace_keeps_its_end_and_no_secret() -> None:
    record = logging.LogRecord("a", logging.ERROR, "f.py", 1, "failed", (), failure())

    error = json.loads(JsonFormatter("store").format(record))["error"]

    assert error.endswith("ValueError: " + "x" * 20 + " [secret]")
    assert len(error) < LONGEST_TRACE + 30


def failure() -> "logging._SysExcInfoType":
    try:
        raise RuntimeError("y" * 2 * LONGEST_TRACE)
    except RuntimeError:
        try:
            raise ValueError("x" * 20 + " sk-0123456789abcdef")
        except ValueError:
            return sys.exc_info()


def test_an_extra_never_hides_what_the_line_says_itself() -> None:
    assert json.loads(write("turn finished", service="forged"))["service"] == "store"
