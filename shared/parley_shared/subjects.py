"""Every subject on the bus. No other file spells one out."""

INBOUND, TURNS, EVENTS, OUTBOUND, DLQ = "INBOUND", "TURNS", "EVENTS", "OUTBOUND", "DLQ"

ALL_INBOUND = "in.*.*"
ALL_TURNS = "turns.*"
ALL_EVENTS = "ev.*.*"
ALL_OUTBOUND = "out.*.*"
ALL_DEAD = "dlq.>"
ALL_WAKES = "wake.*"
ALL_CONTROL = "ctl.*"
SIGNINS = "ctl.signins"  # some sign-in may have ended: check the ones you hold
STRANGERS = "debug.telegram.stranger"  # of no thread
ALL_LIVE = "live.*.*"
ALL_PRESENCE = "presence.*"


def inbound(channel: str, chat: str) -> str:
    return f"in.{channel}.{chat}"


def turns(thread_id: str) -> str:
    return f"turns.{thread_id}"


def wake(thread_id: str) -> str:
    """Where JetStream republishes a thread's wake-up once it is stored."""
    return f"wake.{thread_id}"


def event(thread_id: str, kind: str) -> str:
    return f"ev.{thread_id}.{kind.replace('.', '-')}"


def thread_events(thread_id: str) -> str:
    return f"ev.{thread_id}.*"


def live(thread_id: str, kind: str) -> str:
    """Where JetStream republishes an event once it is stored."""
    return f"live.{thread_id}.{kind.replace('.', '-')}"


def outbound(channel: str, chat: str) -> str:
    return f"out.{channel}.{chat}"


def dead(stream: str, subject: str) -> str:
    return f"dlq.{stream.lower()}.{subject}"


def control(thread_id: str) -> str:
    """Nudges the runner of a thread to look at its cancel flag and steers."""
    return f"ctl.{thread_id}"


def presence(thread_id: str) -> str:
    return f"presence.{thread_id}"


def debug(thread_id: str, kind: str) -> str:
    return f"debug.{thread_id}.{kind.replace('.', '-')}"


def sandbox_output(call_id: str) -> str:
    return f"sandbox.out.{call_id}"


def thread_of(subject: str) -> str:
    """The thread in a subject's second token."""
    return subject.split(".", 2)[1]
