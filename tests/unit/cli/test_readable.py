"""Log lines on the terminal."""

from datetime import datetime

from parley_cli.readable import make_readable

AT = "2026-11-20T11:56:11.906Z"
CLOCK = f"{datetime.fromisoformat(AT).astimezone():%H:%M:%S}"


def test_a_json_line_becomes_a_sentence_with_its_facts() -> None:
    line = (
        f'{{"time": "{AT}", "level": "warning", "service": "store", "logger": "parley_store.clock",'
        ' "text": "a lease lapsed", "turn_id": "t7", "count": 2}'
    )

    assert make_readable(line) == [f"{CLOCK} warning: a lease lapsed turn_id=t7 count=2"]


def test_a_traceback_keeps_its_lines() -> None:
    line = f'{{"time": "{AT}", "level": "info", "text": "failed", "error": "Traceback\\n  here"}}'

    assert make_readable(line) == [f"{CLOCK} failed", "Traceback", "  here"]


def test_what_a_terminal_would_obey_is_taken_out() -> None:
    line = f'{{"time": "{AT}", "level": "info", "text": "hello \\u001b[2J\\u0007"}}'

    assert make_readable(line) == [f"{CLOCK} hello ?[2J?"]
    assert make_readable("plain \x1b[2J") == ["plain ?[2J"]


def test_any_other_line_stays_as_it_is() -> None:
    assert make_readable("[4711] [INF] Server is ready") == ["[4711] [INF] Server is ready"]
    assert make_readable('{"other": 1}') == ['{"other": 1}']
    assert make_readable("42") == ["42"]
    assert make_readable("") == [""]
