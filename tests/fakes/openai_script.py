"""What a scripted model server plays: one act after another, and the scripts it knows by name."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Say:
    """`text` in pieces of `size` characters (0: words), `every` seconds apart."""

    text: str
    every: float = 0.0
    size: int = 0


@dataclass(frozen=True)
class Reason:
    """As Say, but as `reasoning_content`."""

    text: str
    every: float = 0.0
    size: int = 0


@dataclass(frozen=True)
class Stamp:
    """`count` words `every` seconds apart, each the `time.monotonic_ns()` when it was sent."""

    count: int
    every: float


@dataclass(frozen=True)
class Call:
    """A tool call, its arguments in `pieces`. `index` and `call_id` may be missing or wrong."""

    name: str
    arguments: str = "{}"
    call_id: str | None = "call_1"
    index: int | None = 0
    pieces: int = 2


@dataclass(frozen=True)
class Wait:
    seconds: float


@dataclass(frozen=True)
class Hang:
    """Nothing more comes, until the client goes away. As the first act: not even headers."""


@dataclass(frozen=True)
class Raw:
    """These bytes in the stream, as they are."""

    content: bytes


@dataclass(frozen=True)
class Reset:
    """The connection is torn down (RST). As the first act: before any headers."""


@dataclass(frozen=True)
class BreakOff:
    """The connection ends politely, but nothing was finished."""


@dataclass(frozen=True)
class Finish:
    reason: str = "stop"
    usage: tuple[int, int] | None = (7, 3)  # prompt and completion tokens; None: never told


@dataclass(frozen=True)
class Refuse:
    """An HTTP error instead of an answer."""

    status: int
    message: str = "refused"
    code: str | None = None
    headers: dict[str, str] = field(default_factory=dict)


Act = Say | Reason | Stamp | Call | Wait | Hang | Raw | Reset | BreakOff | Finish | Refuse
Script = Sequence[Act]


def say(text: str, *, every: float = 0.0, usage: tuple[int, int] | None = (7, 3)) -> Script:
    return [Say(text, every), Finish(usage=usage)]


TOO_MANY = Refuse(429, "slow down", "rate_limit_exceeded")
QUOTA = Refuse(429, "You exceeded your current quota", "insufficient_quota")
NO_KEY = Refuse(401, "Incorrect API key provided: sk-canary1234567890", "invalid_api_key")
TOO_LONG = Refuse(
    400, "This model's maximum context length is 8192 tokens.", "context_length_exceeded"
)
GARBAGE = Raw(b"data: {this is no JSON\n\n")
TROUBLE = Raw(b'data: {"error": {"message": "the GPU caught fire", "code": 500}}\n\n')

# Scripts are played one per request, the last one again and again.
BY_NAME: dict[str, Sequence[Script]] = {
    "hello": [say("Hello from the fake model.")],
    "slow": [say(" ".join(f"word{n}" for n in range(200)), every=0.1)],
    "long": [say(" ".join(f"word{n}" for n in range(2000)))],
    "think": [[Reason("Let me see. "), *say("It is four.")]],
    "think-tags": [say("<think>Let me see.</think>It is four.")],
    "no-usage": [say("Nobody counts.", usage=None)],
    "tools": [
        [Call("calculator", '{"expression": "2+2"}'), Finish("tool_calls")],
        say("2+2 is 4."),
    ],
    "same-index": [
        [
            Call("calculator", '{"expression": "1+1"}', "call_a", 0, pieces=1),
            Call("calculator", '{"expression": "2+2"}', "call_b", 0, pieces=1),
            Finish("tool_calls"),
        ],
        say("2 and 4."),
    ],
    "no-ids": [
        [
            Call("calculator", '{"expression": "1+1"}', None, None, pieces=1),
            Call("calculator", '{"expression": "2+2"}', None, None, pieces=1),
            Finish("tool_calls"),
        ],
        say("2 and 4."),
    ],
    "fetch": [
        [Call("web_fetch", '{"url": "https://192.0.2.1/a"}'), Finish("tool_calls")],
        say("That is what came of it."),
    ],
    "wait": [
        [Call("ours__wait", "{}"), Finish("tool_calls")],
        say("Nobody knows."),
    ],
    "greet": [
        [Call("ours__greet", '{"name": "Ada"}'), Finish("tool_calls")],
        say("She is greeted."),
    ],
    "ask": [
        [
            Call("ask_user", '{"question": "Tea?", "kind": "single", "options": ["Yes", "No"]}'),
            Finish("tool_calls"),
        ],
        say("Understood."),
    ],
    "plan": [
        [
            Call(
                "todos",
                '{"todos": [{"text": "Dig", "state": "completed"}, {"text": "Plant"}]}',
            ),
            Finish("tool_calls"),
        ],
        say("That is the plan."),
    ],
    "look": [
        [
            Say("Let me look it up before I say anything.", 0.4),
            Call("calculator", '{"expression": "2+2"}'),
            Finish("tool_calls"),
        ]
    ],
    "delegate": [
        [Call("task", '{"agent": "Counter", "prompt": "[[tools]]"}'), Finish("tool_calls")],
        say("Both of us are done."),
    ],
    "no-key": [[NO_KEY]],
    "too-many": [[TOO_MANY]],
    "too-many-once": [
        [Refuse(429, "slow down", "rate_limit_exceeded", {"Retry-After": "1"})],
        say("Now it works."),
    ],
    "quota": [[QUOTA]],
    "too-long": [[TOO_LONG]],
    "broken": [[Refuse(500, "internal error")]],
    "broken-once": [[Refuse(500, "internal error")], say("Now it works.")],
    "half": [[Say("This is only half of"), BreakOff()]],
    "half-once": [[Say("This is only half of"), BreakOff()], say("This is the whole.")],
    "reset": [[Say("Gone in"), Reset()]],
    "hang": [[Hang()]],
    "hang-later": [[Say("I will be"), Hang()]],
    "bad-json": [[Say("So far so"), GARBAGE, Finish()]],
    "error-event": [[Say("So far so"), TROUBLE]],
}
