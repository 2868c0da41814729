"""What litellm knows of models without asking anybody: which there are, their windows, prices."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import parley_agent_runner.offline  # noqa: F401  first, for litellm reads it while it is imported

# isort: split
import litellm

from parley_agent_runner.demo import PROVIDER as DEMO
from parley_agent_runner.models import Listed
from parley_agent_runner.stream import Facts, Route

# Dated copies of a model, and those that are for something else than talking.
SPECIAL = re.compile(r"\d{4}-\d{2}-\d{2}|-\d{8}$|^ft:|audio|realtime|search|image|tts|robotics")


def list_catalog(provider: str) -> list[Listed]:
    """The provider's models that chat and call tools, as far as litellm knows them."""
    today = datetime.now(UTC).date().isoformat()
    windows = {
        _full_name(name, provider): known.get("max_input_tokens")
        for name, known in litellm.model_cost.items()
        if known.get("litellm_provider") == provider
        and known.get("mode") == "chat"
        and known.get("supports_function_calling")
        and known.get("deprecation_date", today) >= today
        and not SPECIAL.search(name)
    }
    return [Listed(model, window) for model, window in windows.items()]


def _full_name(name: str, provider: str) -> str:
    return name if name.startswith(f"{provider}/") else f"{provider}/{name}"


def find_facts(route: Route) -> Facts:
    """Of a model at its provider's own address: who knows what another one serves by that name?"""
    if route.provider == DEMO:
        return Facts(prices=(0.0, 0.0))
    if route.api_base is not None:
        return Facts()
    bare = route.model.partition("/")[2]
    known = litellm.model_cost.get(route.model) or litellm.model_cost.get(bare) or {}
    window = known.get("max_input_tokens")
    return Facts(
        window=window if isinstance(window, int) else None,
        sees_images=bool(known.get("supports_vision")),
        prices=_find_prices(known),
    )


def _find_prices(known: Mapping[str, Any]) -> tuple[float, float] | None:  # litellm's list
    read, written = known.get("input_cost_per_token"), known.get("output_cost_per_token")
    if not isinstance(read, int | float) or not isinstance(written, int | float):
        return None
    return read * 1_000_000, written * 1_000_000
