"""What models there are: of providers whose key is here, on this machine, and for a first try."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import httpx
from parley_shared.models import Model
from parley_shared.runner import ModelChoice

from parley_agent_runner.demo import DEMOS, PROVIDER
from parley_agent_runner.providers import PROVIDERS, Provider
from parley_agent_runner.secrets import Secrets
from parley_agent_runner.stream import Route

logger = logging.getLogger(__name__)

# What asking a server raises. A group is of what no connection should be tried with, as port 99999.
TROUBLE = (httpx.HTTPError, httpx.InvalidURL, ExceptionGroup, TimeoutError, ValueError)
PROBE = 1.0  # seconds a server on this machine is given to answer
BASE_URL = "OPENAI_BASE_URL"


@dataclass(frozen=True)
class Server:
    """Where a program that serves models usually listens."""

    name: str
    url: str


LOCAL_SERVERS = (
    Server("ollama", "http://127.0.0.1:11434/v1"),
    Server("llama-swap", "http://127.0.0.1:8080/v1"),
    Server("lmstudio", "http://127.0.0.1:1234/v1"),
)


@dataclass(frozen=True)
class Listed:
    """A provider's model as the catalog knows it."""

    model: str
    context_window: int | None


ListCatalog = Callable[[str], Sequence[Listed]]  # of a provider by its name


class _Entry(Model):
    id: str


class _Listing(Model):
    """What `/v1/models` answers."""

    data: tuple[_Entry, ...] = ()


class Models:
    def __init__(
        self,
        secrets: Secrets,
        environment: Mapping[str, str],
        list_catalog: ListCatalog,
        servers: Sequence[Server] = LOCAL_SERVERS,
    ) -> None:
        self._secrets = secrets
        self._base_url = environment.get(BASE_URL, "").strip().rstrip("/") or None
        self._list_catalog = list_catalog
        self._servers = servers
        self._found: dict[str, Route] = {}

    async def find(self) -> tuple[ModelChoice, ...]:
        """Those with a key first, then those on this machine, then the demo family."""
        keyed = [each for provider in PROVIDERS for each in self._of_provider(provider)]
        at_base, *local = await asyncio.gather(
            self._at_base_url(), *(self._on_server(server) for server in self._servers)
        )
        reached = [choice for choices in local for choice in choices]
        self._found = {
            each.model: Route(each.model, each.api_base, each.api_key) for each in reached
        }
        demos = [
            ModelChoice(model=f"{PROVIDER}/{name}", provider=PROVIDER, found="demo")
            for name in DEMOS
        ]
        return (*at_base, *keyed, *reached, *demos)

    def locate(self, model: str) -> Route | None:
        """A model that is not at its provider's own address, if it was found."""
        if self._base_url is not None and Route(model).provider == "openai":
            return Route(model, self._base_url, self._base_key())
        return self._found.get(model)

    def suggest(self, choices: Sequence[ModelChoice]) -> ModelChoice | None:
        """What the default agent should use; None if there is nothing but the demo family."""
        real = [each for each in choices if each.found != "demo" and "embed" not in each.model]
        suggestions = {provider.suggestion for provider in PROVIDERS}
        preferred = [each for each in real if each.api_base or each.model in suggestions]
        return next(iter(preferred or real), None)

    def _of_provider(self, provider: Provider) -> list[ModelChoice]:
        if self._secrets.find(provider.name) is None:
            return []
        if provider.name == "openai" and self._base_url is not None:
            return []  # the key belongs to that address
        stored = provider.name in self._secrets.names()
        listed = list(self._list_catalog(provider.name))
        if all(each.model != provider.suggestion for each in listed):
            listed.insert(0, Listed(provider.suggestion, None))
        return [
            ModelChoice(
                model=each.model,
                provider=provider.name,
                api_key=provider.name,
                context_window=each.context_window,
                found="secret" if stored else "environment",
            )
            for each in listed
        ]

    async def _at_base_url(self) -> list[ModelChoice]:
        if self._base_url is None:
            return []
        key = self._base_key()
        names = await _list_models(self._base_url, self._secrets.find(key) if key else None)
        if not names:
            logger.warning("no models at the address that is set", extra={"setting": BASE_URL})
        return [
            ModelChoice(
                model=f"openai/{name}",
                provider="openai",
                api_base=self._base_url,
                api_key=key,
                found="environment",
            )
            for name in names
        ]

    def _base_key(self) -> str | None:
        return "openai" if self._secrets.find("openai") else None

    async def _on_server(self, server: Server) -> list[ModelChoice]:
        return [
            ModelChoice(
                model=f"openai/{name}", provider=server.name, api_base=server.url, found="local"
            )
            for name in await _list_models(server.url, None)
        ]


async def _list_models(url: str, key: str | None) -> list[str]:
    """Nothing where nobody answers, or something that is no such server."""
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    try:
        async with (
            asyncio.timeout(PROBE),
            httpx.AsyncClient(trust_env=False, headers=headers) as client,
        ):
            answer = await client.get(f"{url}/models")
            answer.raise_for_status()
            return [each.id for each in _Listing.model_validate_json(answer.content).data]
    except TROUBLE as error:
        logger.debug("no models here", extra={"url": url, "reason": str(error)})
        return []
