"""Where a turn ends with a clear sentence instead of running on."""

from parley_shared.models import Limits

from parley_agent_runner.journal import Journal

SENTENCE = "I stopped here: {what}. Write to me and I go on."


def find_step_limit(journal: Journal, limits: Limits) -> str | None:
    """Checked before another model call."""
    replies = journal.replies()
    if len(replies) >= limits.steps:
        return SENTENCE.format(what=f"this turn reached its limit of {limits.steps} steps")
    spent = sum(reply.usage.cost_micros or 0 for reply in replies if reply.usage)
    if limits.cost_micros is not None and spent >= limits.cost_micros:
        dollars = f"{limits.cost_micros / 1_000_000:.2f}"
        return SENTENCE.format(what=f"this turn reached its cost limit of ${dollars}")
    return None


def find_call_limit(journal: Journal, limits: Limits) -> str | None:
    """Checked before the calls of the newest reply are run."""
    if sum(len(reply.calls) for reply in journal.replies()) <= limits.calls:
        return None
    return SENTENCE.format(what=f"this turn reached its limit of {limits.calls} tool calls")


def time_limit(limits: Limits) -> str:
    minutes, seconds = divmod(limits.seconds, 60)
    spent = f"{minutes} min" if minutes and not seconds else f"{limits.seconds} s"
    return SENTENCE.format(what=f"this turn reached its time limit of {spent}")
