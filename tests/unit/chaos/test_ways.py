"""The sweep leaves no question and no publish out, but those of which it says why."""

import pkgutil
import re
from importlib import import_module
from pathlib import Path
from typing import Any

import parley_shared
from parley_shared import subjects
from parley_shared.questions import Question
from parley_store.answers import ANSWERS

from tests.chaos.ways import ERRANDS, READ, UNSWEPT, WAYS

PROJECT = Path(__file__).parents[3]
POINTS = {point for way in (*WAYS, *ERRANDS) for point in way.list_points()}
STREAMS = (
    *(subjects.inbound("web", "c"), subjects.turns("t"), subjects.event("t", "k")),
    *(subjects.outbound("telegram", "c"), subjects.dead("INBOUND", "in.web.c")),
)
ASKED = re.compile(r"(?:ask|answer)\.[a-z-]+\.(.+)\.(?:before|after)")
NAMED = re.compile(r'(?:reach|_break_line)\("([a-z.]+)"\)')


def list_verbs() -> set[str]:
    """Of all questions there are."""
    for module in pkgutil.walk_packages(parley_shared.__path__, "parley_shared."):
        import_module(module.name)
    found = set[str]()
    classes: list[type[Question[Any]]] = [Question]
    while classes:
        question = classes.pop()
        classes += question.__subclasses__()
        if question.__module__.startswith("parley_shared.") and "verb" in vars(question):
            found.add(question.verb)
    return found


def test_every_question_is_swept_or_it_is_said_why_not() -> None:
    swept = {match[1] for point in POINTS if (match := ASKED.fullmatch(point))}

    unswept = list_verbs() - swept

    assert len(list_verbs()) > 100
    assert unswept <= UNSWEPT.keys(), "a new question: give it a way in tests/chaos/ways.py"
    assert UNSWEPT.keys() - unswept == {"publish.debug", "publish.sandbox", "nak.out"}


def test_what_counts_as_reading_writes_nothing() -> None:
    reading = {verb for verb, why in UNSWEPT.items() if why == READ}
    written = {q.verb for q, give in ANSWERS.items() if give.__qualname__.startswith("writes.")}

    assert len(written) > 50
    assert not reading & written


def test_every_stream_is_swept_where_it_is_told_and_where_it_is_acked() -> None:
    told = {f"queue.{subject.partition('.')[0]}.before" for subject in STREAMS}

    assert told <= POINTS
    assert {"ack.in.before", "ack.turns.before", "ack.out.before"} <= POINTS


def test_every_point_that_is_named_in_the_code_is_swept() -> None:
    sources = [
        *PROJECT.glob("services/*/parley_*/**/*.py"),
        *PROJECT.glob("shared/parley_shared/**/*.py"),
    ]

    named = {name for source in sources for name in NAMED.findall(source.read_text())}

    assert len(named) > 5
    assert named <= POINTS
