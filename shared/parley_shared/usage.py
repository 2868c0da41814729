"""What several model calls used together. Pure."""

from collections.abc import Sequence

from parley_shared.models import Usage


def add_usages(usages: Sequence[Usage]) -> Usage | None:
    """The sum; its cost counts what is known, and is None if nothing is. None of nothing."""
    if not usages:
        return None
    costs = [each.cost_micros for each in usages if each.cost_micros is not None]
    return Usage(
        model=usages[-1].model,
        input_tokens=sum(each.input_tokens for each in usages),
        output_tokens=sum(each.output_tokens for each in usages),
        cached_tokens=sum(each.cached_tokens for each in usages),
        reasoning_tokens=sum(each.reasoning_tokens for each in usages),
        cost_micros=sum(costs) if costs else None,
        source="estimated" if any(e.source == "estimated" for e in usages) else "provider",
        ttft_ms=usages[0].ttft_ms,
    )
