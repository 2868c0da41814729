"""Reads out of litellm's exceptions what happened, and says it so that a person understands."""

import json
import re
from collections.abc import Iterator, Mapping

import httpx
from parley_shared.facts import phrase
from parley_shared.redaction import redact

from parley_agent_runner.stream import Failure, Route

LONGEST_DETAIL = 300  # characters of a provider's own words
QUOTA = ("insufficient_quota", "exceeded your current quota", "credit balance is too low")
OVERFLOW = ("ContextWindowExceededError", "context_length_exceeded", "maximum context length")
REFUSED = ("ContentPolicyViolationError", "content_policy_violation", "content_filter")
WRAPPED = re.compile(r"^(?:(?:litellm\.)?\w+(?:Error|Timeout): )*(?:\w+Exception - )?")
UNKNOWN = ("LLM Provider NOT provided", "Unmapped LLM provider")


def classify(error: BaseException, route: Route, *, in_the_middle: bool) -> Failure:
    """What litellm raised; its classes alone mislead, so the whole chain is looked at."""
    chain = list(_chain(error))
    told = " ".join(f"{type(each).__name__} {each}" for each in chain)
    detail = _detail(chain)
    if in_the_middle:
        text = phrase(
            "answer_broke_off_because",
            "The answer of {model} broke off in the middle: {why}",
            model=route.model,
            why=detail,
        )
        return Failure("broken_off", text, again=True)
    if any(isinstance(each, httpx.ConnectError | ConnectionError) for each in chain):
        text = phrase(
            "provider_unreachable",
            "Nothing answers at {place}. Is it running, and can this machine reach it?",
            place=route.place,
        )
        return Failure("unreachable", text, again=True)
    if (named := _by_words(told, route)) is not None:
        return named
    return _by_status(_status(chain), route, detail, _wait(chain))


def _by_words(told: str, route: Route) -> Failure | None:
    if any(word in told for word in QUOTA):
        return _no_credit(route)
    if any(word in told for word in OVERFLOW):
        text = phrase(
            "conversation_too_long",
            "The conversation is longer than {model} can read. Fork it from an earlier "
            "message, begin a new thread, or choose a model that reads more.",
            model=route.model,
        )
        return Failure("context_overflow", text)
    if any(word in told for word in REFUSED):
        text = phrase(
            "content_refused",
            "{place} refused to answer this because of its content rules.",
            place=route.place,
        )
        return Failure("content_refused", text)
    if any(word in told for word in UNKNOWN):
        text = phrase("model_unknown", "Nobody here knows the model {model!r}.", model=route.model)
        return Failure("model_not_found", text)
    return None


def _no_credit(route: Route) -> Failure:
    text = phrase("no_credit", "The account at {place} has no credit left.", place=route.place)
    return Failure("quota_spent", text)


def _by_status(status: int | None, route: Route, detail: str, wait: float | None) -> Failure:
    place = route.place
    match status:
        case 401 | 403:
            text = phrase(
                "key_refused",
                "The key for {place} was refused. Store a valid one in the settings.",
                place=place,
            )
            return Failure("key_refused", text)
        case 402:
            return _no_credit(route)
        case 404:
            text = phrase(
                "model_not_there",
                "{place} has no model {model!r}: {why}",
                place=place,
                model=route.model,
                why=detail,
            )
            return Failure("model_not_found", text)
        case 408:
            text = phrase("model_slow", "{model} did not answer in time.", model=route.model)
            return Failure("timed_out", text, again=True)
        case 429:
            text = phrase(
                "provider_asked_too_often", "{place} is asked too often right now.", place=place
            )
            return Failure("rate_limited", text, again=True, wait=wait)
        case 503 | 529:
            text = phrase("provider_overloaded", "{place} is overloaded.", place=place)
            return Failure("overloaded", text, again=True, wait=wait)
    if status is not None and 400 <= status < 500 and status not in (409, 425):
        text = phrase(
            "request_not_taken",
            "{place} did not take the request: {why}",
            place=place,
            why=detail,
        )
        return Failure("bad_request", text)
    text = phrase("provider_failed", "{place} failed: {why}", place=place, why=detail)
    return Failure("provider_fault", text, again=True, wait=wait)


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    following: BaseException | None = error
    while following is not None and id(following) not in seen:
        seen.add(id(following))
        yield following
        following = following.__cause__ or following.__context__


def _status(chain: list[BaseException]) -> int | None:
    """Not by class: an error 500 that says "invalid_request_error" comes as a BadRequestError."""
    if any(isinstance(each, httpx.TimeoutException | TimeoutError) for each in chain):
        return 408
    statuses = (getattr(each, "status_code", None) for each in chain)
    return next((status for status in statuses if isinstance(status, int)), None)


def _wait(chain: list[BaseException]) -> float | None:
    """The seconds of a Retry-After header, wherever in the chain it was left."""
    for each in chain:
        response = getattr(each, "response", None)
        for headers in (getattr(each, "headers", None), getattr(response, "headers", None)):
            if isinstance(headers, Mapping) and "retry-after" in headers:
                return _seconds(str(headers["retry-after"]))
    return None


def _seconds(header: str) -> float | None:
    try:
        return max(0.0, float(header))
    except ValueError:
        return None


def _detail(chain: list[BaseException]) -> str:
    """The provider's own words, short and without what looks like a secret."""
    said = next((words for each in chain if (words := _own_words(each))), str(chain[0]))
    said = WRAPPED.sub("", said.partition(" Original exception:")[0].partition("Traceback")[0])
    line = " ".join(redact(said).split())
    return line if len(line) <= LONGEST_DETAIL else f"{line[:LONGEST_DETAIL]}…"


def _own_words(error: BaseException) -> str | None:
    body = getattr(error, "body", None)
    if isinstance(body, Mapping) and isinstance(body.get("message"), str):
        return str(body["message"])
    try:
        read = json.loads(str(error))
    except ValueError:
        return None
    told = read.get("error", read) if isinstance(read, dict) else None
    message = told.get("message") if isinstance(told, dict) else told
    return message if isinstance(message, str) else None
