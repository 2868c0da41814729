"""What goes wrong at the door, and the one body every error is told in. Never a stack trace."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from parley_shared.errors import ParleyError
from parley_shared.facts import Told, phrase
from parley_shared.frames import ErrorBody, ErrorDetail
from parley_shared.models import Fact
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

logger = logging.getLogger(__name__)

RETRY_AFTER = 2  # seconds, while a service we need is away
UNTOLD = phrase("untold", "Something went wrong here; the log of the service says what.")

NAMES = {404: "not_found", 405: "method_not_allowed", 413: "too_big"}


class NotSignedIn(ParleyError):
    code = "not_signed_in"
    status = 401


class KeyNotEnough(ParleyError):
    """A program's key may not change who else gets in."""

    code = "key_not_enough"
    status = 403


class ForeignOrigin(ParleyError):
    """Another website asks in the name of whoever looks at it."""

    code = "foreign_origin"
    status = 403


class ForeignHost(ParleyError):
    """We are asked under a name that is not ours."""

    code = "foreign_host"
    status = 403


class TooManyTries(ParleyError):
    code = "too_many_tries"
    status = 429

    def __init__(self, text: str, retry_after: int) -> None:
        super().__init__(text)
        self.retry_after = retry_after  # seconds


class TooMuchAtOnce(ParleyError):
    code = "too_much_at_once"
    status = 429


def describe_error(error: ParleyError) -> ErrorDetail:
    """What services could not foresee stays in their logs."""
    if error.status == 500:
        return ErrorDetail(code=error.code, message=UNTOLD, fact=UNTOLD.fact)
    field = getattr(error, "field", None)
    return ErrorDetail(code=error.code, message=str(error), field=field, fact=error.fact)


def answer_error(error: ParleyError) -> Response:
    headers = {}
    if error.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if error.status in (429, 503):
        headers["Retry-After"] = str(getattr(error, "retry_after", RETRY_AFTER))
    return _answer(error.status, describe_error(error), headers)


def tell_errors(app: FastAPI) -> None:
    """Every way a request can fail ends in an ErrorBody."""
    app.add_exception_handler(ParleyError, _answer_parley_error)
    app.add_exception_handler(RequestValidationError, _answer_bad_request)
    app.add_exception_handler(HTTPException, answer_http_error)
    app.add_exception_handler(Exception, _answer_fault)


async def _answer_parley_error(_: Request, error: Exception) -> Response:
    assert isinstance(error, ParleyError)  # it is registered for these
    if error.status == 500:
        logger.error("a service failed", extra={"reason": str(error)})
    return answer_error(error)


async def _answer_bad_request(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    if first["type"] == "json_invalid":
        text = f"The body is no JSON: {first['ctx']['error']}."
        return _answer(400, ErrorDetail(code="malformed_json", message=text))
    field = name_field(first["loc"][1:])
    text = describe_mistake(first)
    detail = ErrorDetail(code="bad_input", message=text, field=field or None, fact=text.fact)
    return _answer(422, detail)


async def answer_http_error(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code = NAMES.get(error.status_code, "bad_request")
    detail = ErrorDetail(code=code, message=f"{error.detail}.")
    return _answer(error.status_code, detail, error.headers)


async def _answer_fault(_: Request, __: Exception) -> Response:
    return _answer(
        500, ErrorDetail(code="internal", message=UNTOLD, fact=UNTOLD.fact)
    )  # it is logged already


def name_field(path: Sequence[str | int]) -> str:
    return ".".join(str(part) for part in path)


def describe_mistake(mistake: Any) -> Told:  # pydantic and FastAPI type it differently
    """One sentence about the first thing that is wrong, without the value itself."""
    where = name_field([part for part in mistake["loc"] if part != "body"])
    text = f"{where}: {mistake['msg']}" if where else str(mistake["msg"])
    limits = {name: str(limit) for name, limit in mistake.get("ctx", {}).items()}
    return Told(text, Fact(name=f"mistake_{mistake['type']}", values={**limits, "where": where}))


def _answer(status: int, error: ErrorDetail, headers: Mapping[str, str] | None = None) -> Response:
    body = ErrorBody(error=error).model_dump_json()
    return Response(body, status, media_type="application/json", headers=headers or None)
