"""What a message on the bus is made of: bytes, headers, and never more than the bus carries."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from secrets import token_hex

from pydantic import ValidationError

from parley_shared.errors import TooBig
from parley_shared.events import Durable
from parley_shared.models import Fact, Model

# nats-server closes a connection for good that sends more than its max_payload of 1 MB.
CARRIED = 900 * 1024  # bytes in one message, headers included
TRACE = "traceparent"

Headers = Mapping[str, str]

_trace: ContextVar[str | None] = ContextVar("trace", default=None)


def encode(fact: Model | bytes) -> bytes:
    return fact if isinstance(fact, bytes) else fact.model_dump_json().encode()


def write_fact(fact: Fact) -> str:
    """As a header takes it: one line of ASCII."""
    return json.dumps(fact.model_dump(), separators=(",", ":"))


def read_fact(line: str | None) -> Fact | None:
    """None also for what another version wrote and this one can't read."""
    try:
        return Fact.model_validate_json(line) if line else None
    except ValidationError:
        return None


def check_size(subject: str, payload: bytes, headers: Headers) -> None:
    """Raises TooBig."""
    size = len(payload) + sum(len(k.encode()) + len(v.encode()) + 4 for k, v in headers.items())
    if size > CARRIED:
        raise TooBig(f"{size} bytes for {subject!r} are more than the bus carries ({CARRIED})")


def describe_event(event: Durable, source: str) -> dict[str, str]:
    """The event's envelope as CloudEvents says it in binary mode."""
    return {
        "ce-specversion": "1.0",
        "ce-id": event.id,
        "ce-type": event.kind,
        "ce-source": source,
        "ce-subject": event.thread_id,
        "ce-time": event.at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    }


def complete_headers(fact: Model | bytes, headers: Headers | None, source: str) -> dict[str, str]:
    """`headers`, and what the fact and the trace we are in say by themselves."""
    whole = describe_event(fact, source) if isinstance(fact, Durable) else {}
    trace = _trace.get()
    if trace is not None:
        whole[TRACE] = trace
    return {**whole, **(headers or {})}


def new_trace() -> str:
    """A traceparent (W3C) for something a person just did."""
    return f"00-{token_hex(16)}-{token_hex(8)}-01"


@contextmanager
def traced(trace: str | None) -> Iterator[None]:
    """Whatever is said inside belongs to `trace`."""
    token = _trace.set(trace)
    try:
        yield
    finally:
        _trace.reset(token)
