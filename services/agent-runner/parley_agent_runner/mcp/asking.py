"""What an MCP server asks the person during a call: as a question of ours, and answered. Pure."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from mcp.types import (
    ElicitationRequiredErrorData,
    ElicitRequestFormParams,
    ElicitRequestParams,
    ElicitRequestURLParams,
    ElicitResult,
)
from pydantic import ValidationError

from parley_agent_runner.tools.declaration import Asked

LONGEST = 2_000  # characters of a question
MOST_OPTIONS = 20
DECLINED = "No answer"  # as an option
DASH = "-"  # in own words
YES, NO = "Yes", "No"
DONE, REFUSED = "I have done it", "I refuse"
WORDS = {"yes": True, "true": True, "no": False, "false": False}

Wanted = Mapping[str, Any]  # JSON Schema of a form, or of one field of it
Value = str | int | float | bool | list[str]


class AnswerUnfit(Exception):
    """The sentence says what the person's answer is not."""


class QuestionUnfit(Exception):
    """It is nothing that a person should be asked."""


def write_question(server: str, params: ElicitRequestParams) -> Asked:
    """The person is told whose question it is. Raises QuestionUnfit."""
    if isinstance(params, ElicitRequestURLParams):
        return _write_visit(server, params)
    text = f"The MCP server {server} asks: {params.message.strip()}"[:LONGEST]
    fields = _fields(params)
    if not fields:
        return Asked("single", text, (YES, NO))
    if len(fields) == 1:
        [wanted] = fields.values()
        options = _list_options(wanted)
        if options and len(options) <= MOST_OPTIONS:
            return Asked("multi" if _is_list(wanted) else "single", text, (*options, DECLINED))
        return Asked("free", f'{text}\n("{DASH}" declines.)')
    lines = "\n".join(_describe(name, wanted) for name, wanted in fields.items())
    how = f'Answer with a line for each, as in "{next(iter(fields))}: …". "{DASH}" declines.'
    return Asked("free", f"{text}\n{lines}\n{how}"[: 2 * LONGEST])


def _write_visit(server: str, params: ElicitRequestURLParams) -> Asked:
    """Nobody opens the address but the person, who sees whose it is. Raises QuestionUnfit."""
    host = _find_host(params.url)
    if host is None or len(params.url) > LONGEST:
        raise QuestionUnfit
    text = (
        f"The MCP server {server} asks you to open an address of {host} and do there what it says: "
        f"{params.message.strip()[:LONGEST]}\n{params.url}"
    )
    return Asked("single", text, (DONE, REFUSED))


def _find_host(url: str) -> str | None:
    """As it is looked up, so that no letter looks like another; None for what is no plain link."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode()
    except ValueError:
        return None
    plain = url.isprintable() and not any(each.isspace() for each in url)
    if parts.scheme not in ("http", "https") or not host or parts.username or not plain:
        return None
    return host


def list_places(data: object) -> list[str]:
    """Addresses that a server wants opened before it does anything; none that are no links."""
    try:
        wanted = ElicitationRequiredErrorData.model_validate(data).elicitations
    except ValidationError:
        return []
    return [each.url for each in wanted if _find_host(each.url)]


def read_answer(params: ElicitRequestParams, words: tuple[str, ...] | None) -> ElicitResult:
    """None: nobody answered in time. Raises AnswerUnfit."""
    if words is None:
        return ElicitResult(action="cancel")
    if isinstance(params, ElicitRequestURLParams):
        return ElicitResult(action="accept" if words == (DONE,) else "decline")
    fields = _fields(params)
    first = words[0].strip()
    if DECLINED in words or first == DASH or (not fields and first == NO):
        return ElicitResult(action="decline")
    if len(fields) == 1:
        [(name, wanted)] = fields.items()
        given = {name: list(words) if _is_list(wanted) else _convert(name, wanted, first)}
    else:
        given = _read_lines(first, fields)
    left = {name: each["default"] for name, each in fields.items() if "default" in each}
    given = {**left, **given}
    missing = [name for name in params.requested_schema.get("required") or () if name not in given]
    if missing:
        raise AnswerUnfit(f"it says nothing of {', '.join(missing)}")
    return ElicitResult(action="accept", content={**given})


def _fields(params: ElicitRequestFormParams) -> Mapping[str, Wanted]:
    fields: Mapping[str, Wanted] = params.requested_schema.get("properties") or {}
    return fields


def _list_options(wanted: Wanted) -> tuple[str, ...]:
    source = wanted.get("items") or {} if _is_list(wanted) else wanted
    if source.get("type") == "boolean":
        return (YES, NO)
    titled = source.get("oneOf") or source.get("anyOf") or ()
    return tuple(str(each) for each in source.get("enum") or [each["const"] for each in titled])


def _is_list(wanted: Wanted) -> bool:
    return wanted.get("type") == "array"


def _describe(name: str, wanted: Wanted) -> str:
    options = _list_options(wanted)
    what = f"one of {', '.join(options)}" if options else wanted.get("type", "text")
    told = wanted.get("description") or wanted.get("title") or ""
    left = f", {wanted['default']} if you leave it out" if "default" in wanted else ""
    return f"- {name} ({what}{left}){f': {told}' if told else ''}"


def _read_lines(text: str, fields: Mapping[str, Wanted]) -> dict[str, Value]:
    """ "name: value" in each line, or a JSON object; what is not asked is left out."""
    try:
        read = json.loads(text)
    except ValueError:
        lines = (line.partition(":") for line in text.splitlines())
        read = {name.strip(" -*"): value.strip() for name, colon, value in lines if colon}
    if not isinstance(read, dict):
        read = {}
    return {
        name: _convert(name, wanted, str(read[name]))
        for name, wanted in fields.items()
        if name in read
    }


def _convert(name: str, wanted: Wanted, said: str) -> Value:
    """Raises AnswerUnfit."""
    options = _list_options(wanted)
    try:
        match wanted.get("type"):
            case "boolean":
                return WORDS[said.lower()]
            case "integer":
                return int(said)
            case "number":
                return float(said)
            case "array":
                return [each.strip() for each in said.split(",")]
    except (KeyError, ValueError):
        raise AnswerUnfit(f"{said[:80]!r} is no {wanted['type']}, which {name} has to be") from None
    if options and said not in options:
        raise AnswerUnfit(f"{said[:80]!r} is none of {', '.join(options)}")
    return said
