"""Forms that MCP servers ask a person to fill in, as questions, and answers as they want them."""

from typing import Any

import pytest
from mcp.types import ElicitRequestFormParams, ElicitRequestURLParams
from parley_agent_runner.mcp.asking import (
    AnswerUnfit,
    QuestionUnfit,
    list_places,
    read_answer,
    write_question,
)
from parley_agent_runner.tools.declaration import Asked

CITY = {"type": "string"}
SIZE = {"type": "string", "enum": ["S", "L"]}
FRUIT = {"type": "array", "items": {"type": "string", "enum": ["fig", "plum"]}}
TITLED = {"type": "string", "oneOf": [{"const": "a", "title": "A"}, {"const": "b", "title": "B"}]}


def form(**fields: Any) -> ElicitRequestFormParams:  # JSON Schema
    schema = {"type": "object", "properties": fields, "required": list(fields)}
    return ElicitRequestFormParams(message="What?", requested_schema=schema)


@pytest.mark.parametrize(
    ("fields", "kind", "options"),
    [
        ({}, "single", ("Yes", "No")),
        ({"city": CITY}, "free", ()),
        ({"sure": {"type": "boolean"}}, "single", ("Yes", "No", "No answer")),
        ({"size": SIZE}, "single", ("S", "L", "No answer")),
        ({"letter": TITLED}, "single", ("a", "b", "No answer")),
        ({"fruit": FRUIT}, "multi", ("fig", "plum", "No answer")),
        ({"city": CITY, "size": SIZE}, "free", ()),
    ],
)
def test_a_form_is_asked_as_a_question(
    fields: dict[str, Any], kind: str, options: tuple[str, ...]
) -> None:
    asked = write_question("ours", form(**fields))

    assert (asked.kind, asked.options) == (kind, options)
    assert asked.text.startswith("The MCP server ours asks: What?")


def test_several_fields_are_named_in_one_question() -> None:
    asked = write_question(
        "ours", form(city={**CITY, "description": "Where to", "default": "Rome"}, size=SIZE)
    )

    assert asked == Asked(
        "free",
        "The MCP server ours asks: What?\n"
        "- city (string, Rome if you leave it out): Where to\n- size (one of S, L)\n"
        'Answer with a line for each, as in "city: …". "-" declines.',
    )


@pytest.mark.parametrize(
    ("fields", "words", "content"),
    [
        ({"city": CITY}, ("Oslo",), {"city": "Oslo"}),
        ({"sure": {"type": "boolean"}}, ("No",), {"sure": False}),
        ({"count": {"type": "integer"}}, (" 3 ",), {"count": 3}),
        ({"share": {"type": "number"}}, ("0.5",), {"share": 0.5}),
        ({"fruit": FRUIT}, ("fig", "plum"), {"fruit": ["fig", "plum"]}),
        ({"city": CITY, "size": SIZE}, ("city: Oslo\n- size: L",), {"city": "Oslo", "size": "L"}),
        (
            {"city": {**CITY, "default": "Rome"}, "size": {**SIZE, "default": "S"}},
            ("size: L",),
            {"city": "Rome", "size": "L"},
        ),
        (
            {"city": CITY, "count": {"type": "integer"}},
            ('{"city": "Oslo", "count": 2}',),
            {"city": "Oslo", "count": 2},
        ),
    ],
)
def test_an_answer_is_handed_over_as_the_form_wants_it(
    fields: dict[str, Any], words: tuple[str, ...], content: dict[str, object]
) -> None:
    result = read_answer(form(**fields), words)

    assert (result.action, result.content) == ("accept", content)


@pytest.mark.parametrize(
    ("fields", "words", "action"),
    [
        ({"city": CITY}, ("-",), "decline"),
        ({"size": SIZE}, ("No answer",), "decline"),
        ({}, ("No",), "decline"),
        ({}, ("Yes",), "accept"),
        ({"city": CITY}, None, "cancel"),
    ],
)
def test_no_answer_is_one_too(
    fields: dict[str, Any], words: tuple[str, ...] | None, action: str
) -> None:
    assert read_answer(form(**fields), words).action == action


@pytest.mark.parametrize(
    ("fields", "said", "why"),
    [
        ({"count": {"type": "integer"}}, "many", "'many' is no integer, which count has to be"),
        ({"city": CITY, "size": SIZE}, "city: Oslo", "it says nothing of size"),
        ({"city": CITY, "size": SIZE}, "city: Oslo\nsize: M", "'M' is none of S, L"),
    ],
)
def test_an_answer_that_does_not_fit_says_why(fields: dict[str, Any], said: str, why: str) -> None:
    with pytest.raises(AnswerUnfit, match=why):
        read_answer(form(**fields), (said,))


def visit(url: str) -> ElicitRequestURLParams:
    return ElicitRequestURLParams(message="Sign in.", url=url, elicitation_id="e1")


def test_an_address_to_open_is_shown_with_its_host() -> None:
    asked = write_question("ours", visit("https://bank.example/pay?to=ours"))

    assert asked == Asked(
        "single",
        "The MCP server ours asks you to open an address of bank.example and do there what it "
        "says: Sign in.\nhttps://bank.example/pay?to=ours",
        ("I have done it", "I refuse"),
    )


def test_a_host_is_named_in_the_letters_that_are_looked_up() -> None:
    asked = write_question("ours", visit("https://b\u0430nk.example/"))  # a Cyrillic a

    assert "an address of xn--bnk-6cd.example" in asked.text


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://bank.example@evil.example/",
        "https://",
        "https://bank.example/\nhttps://evil.example/",
        f"https://bank.example/{'a' * 3000}",
    ],
)
def test_what_is_no_plain_link_is_not_shown(url: str) -> None:
    with pytest.raises(QuestionUnfit):
        write_question("ours", visit(url))


@pytest.mark.parametrize(
    ("words", "action"),
    [(("I have done it",), "accept"), (("I refuse",), "decline"), (None, "cancel")],
)
def test_a_visit_is_done_or_refused(words: tuple[str, ...] | None, action: str) -> None:
    result = read_answer(visit("https://bank.example/"), words)

    assert (result.action, result.content) == (action, None)


def test_places_that_have_to_be_opened_first_are_listed() -> None:
    links = [
        {"mode": "url", "message": "Sign in.", "url": url, "elicitationId": "e1"}
        for url in ("https://bank.example/", "javascript:alert(1)")
    ]

    assert list_places({"elicitations": links}) == ["https://bank.example/"]
    assert list_places({"something": "else"}) == []
