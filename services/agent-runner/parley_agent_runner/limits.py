"""Where a turn ends with a clear sentence instead of running on."""

from parley_shared.models import Limits, Usage
from parley_shared.store import Ceiling, Claimed

from parley_agent_runner.journal import Journal

WRONG = 2  # times in a row that a call's wrong arguments go back to the model
RESERVE = 3  # steps and calls that an agent keeps when it shares
SENTENCE = "I stopped here: {what}. Write to me and I go on."
TODAY = (
    "I stopped here: {whose} used up the cost limit of {dollars} for today. "
    "It goes on after midnight UTC, or as soon as the limit is raised."
)


def find_limits(claimed: Claimed) -> Limits:
    """The agent's; of a sub-agent no more than its share."""
    own, share = claimed.agent.limits, claimed.turn.limits
    if share is None:
        return own
    return Limits(
        steps=min(own.steps, share.steps),
        calls=min(own.calls, share.calls),
        seconds=min(own.seconds, share.seconds),
        tokens=_lower(own.tokens, share.tokens),
        cost_micros=_lower(own.cost_micros, share.cost_micros),
    )


def _lower(*limits: int | None) -> int | None:
    return min((each for each in limits if each is not None), default=None)


def share_limits(journal: Journal, limits: Limits, parts: int) -> Limits:
    """What each of so many sub-agents may use, so that something is left to end with."""

    def share(most: int, used: int) -> int:
        return max(1, (most - used - RESERVE) // parts)

    tokens, cost = limits.tokens, limits.cost_micros
    return Limits(
        steps=share(limits.steps, _count_steps(journal)),
        calls=share(limits.calls, _count_calls(journal)),
        seconds=limits.seconds,
        tokens=None if tokens is None else max(0, tokens - _sum_tokens(journal)) // parts,
        cost_micros=None if cost is None else max(0, cost - _sum_cost(journal)) // parts,
    )


def _count_steps(journal: Journal) -> int:
    return len(journal.replies()) + sum(child.steps for child in journal.children())


def _count_calls(journal: Journal) -> int:
    own = sum(len(reply.calls) for reply in journal.replies())
    return own + sum(child.calls for child in journal.children())


def _sum_cost(journal: Journal) -> int:
    """Micro-dollars."""
    return sum(usage.cost_micros or 0 for usage in _list_used(journal))


def _sum_tokens(journal: Journal) -> int:
    return sum(usage.input_tokens + usage.output_tokens for usage in _list_used(journal))


def _list_used(journal: Journal) -> list[Usage]:
    below = [child.usage for child in journal.children()]
    return [*journal.used(), *(each for each in below if each is not None)]


def find_step_limit(journal: Journal, limits: Limits) -> str | None:
    """Checked before another model call; what sub-agents used counts too."""
    if journal.ceiling is not None:
        return write_ceiling(journal.ceiling)
    if _count_steps(journal) >= limits.steps:
        return SENTENCE.format(what=f"this turn reached its limit of {limits.steps} steps")
    if limits.tokens is not None and _sum_tokens(journal) >= limits.tokens:
        return SENTENCE.format(what=f"this turn reached its limit of {limits.tokens} tokens")
    if limits.cost_micros is not None and _sum_cost(journal) >= limits.cost_micros:
        dollars = _write_dollars(limits.cost_micros)
        return SENTENCE.format(what=f"this turn reached its cost limit of {dollars}")
    return None


def write_ceiling(ceiling: Ceiling) -> str:
    whose = "I have" if ceiling.of == "agent" else "All agents together have"
    return TODAY.format(whose=whose, dollars=_write_dollars(ceiling.limit_micros))


def _write_dollars(micros: int) -> str:
    return f"${micros / 1_000_000:.2f}"


def find_call_limit(journal: Journal, limits: Limits) -> str | None:
    """Checked before the calls of the newest reply are run."""
    tool = _find_misunderstood(journal)
    if tool is not None:
        times = f"{WRONG + 1} times in a row"
        return SENTENCE.format(what=f"my calls of {tool} could not be run {times}")
    if _count_calls(journal) <= limits.calls:
        return None
    return SENTENCE.format(what=f"this turn reached its limit of {limits.calls} tool calls")


def _find_misunderstood(journal: Journal) -> str | None:
    """A tool that the newest reply calls wrongly, as those before it did; once right ends that."""
    wrong: dict[str, int] = {}
    for reply in journal.replies():
        bad = {call.name for call in reply.calls if call.invalid is not None}
        good = {call.name for call in reply.calls if call.invalid is None}
        wrong = {tool: times for tool, times in wrong.items() if tool not in good}
        for tool in bad - good:
            wrong[tool] = wrong.get(tool, 0) + 1
    return next((tool for tool, times in wrong.items() if times > WRONG), None)


def time_limit(limits: Limits) -> str:
    minutes, seconds = divmod(limits.seconds, 60)
    spent = f"{minutes} min" if minutes and not seconds else f"{limits.seconds} s"
    return SENTENCE.format(what=f"this turn reached its time limit of {spent}")
