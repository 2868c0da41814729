"""What models are found, and which of them a beginner is given."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from parley_agent_runner.catalog import list_catalog
from parley_agent_runner.model import open_lane
from parley_agent_runner.models import Models, Server
from parley_agent_runner.providers import PROVIDERS
from parley_agent_runner.secrets import Secrets
from parley_agent_runner.stream import Route
from parley_agent_runner.trying import try_model
from parley_shared.models import Fact

from tests.fakes.openai_script import Call, Finish
from tests.fakes.openai_server import OpenAIServer
from tests.ports import free_port
from tests.waiting import PATIENCE

pytestmark = pytest.mark.usefixtures("patient")

NO_KEYS: dict[str, str] = {}
LANE = open_lane(NO_KEYS.get)


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server on this machine that is slow is not taken for none."""
    monkeypatch.setattr("parley_agent_runner.models.PROBE", PATIENCE)


def look(folder: Path, environment: Mapping[str, str], *servers: str) -> Models:
    secrets = Secrets(folder / "secrets.json", environment)
    local = [Server("ollama", url) for url in servers]
    return Models(secrets, environment, list_catalog, local)


async def test_with_nothing_there_is_the_demo_family_and_no_suggestion(tmp_path: Path) -> None:
    models = look(tmp_path, {}, f"http://127.0.0.1:{free_port()}/v1")

    found = await models.find()

    assert [each.model for each in found] == [
        "demo/echo",
        "demo/tools",
        "demo/slow",
        "demo/fail-429",
        "demo/fail",
    ]
    assert models.suggest(found) is None


async def test_a_key_in_the_environment_opens_its_provider(tmp_path: Path) -> None:
    models = look(tmp_path, {"ANTHROPIC_API_KEY": "sk-ant-1"})

    found = await models.find()
    suggested = models.suggest(found)

    assert suggested is not None
    assert suggested.model == "anthropic/claude-sonnet-4-6"
    assert (suggested.api_key, suggested.found) == ("anthropic", "environment")
    assert "sk-ant-1" not in str(found)


async def test_a_stored_key_says_that_it_is_stored(tmp_path: Path) -> None:
    models = look(tmp_path, {})
    Secrets(tmp_path / "secrets.json", {}).put("openai", "sk-1")

    suggested = models.suggest(await models.find())

    assert suggested is not None
    assert (suggested.model, suggested.found) == ("openai/gpt-5.2", "secret")


async def test_a_server_on_this_machine_is_found(tmp_path: Path, openai: OpenAIServer) -> None:
    openai.models = ["nomic-embed-text", "llama3:8b"]
    models = look(tmp_path, {}, openai.url)

    suggested = models.suggest(await models.find())

    assert suggested is not None
    assert (suggested.model, suggested.api_base) == ("openai/llama3:8b", openai.url)
    assert (suggested.provider, suggested.found) == ("ollama", "local")
    assert models.locate("openai/llama3:8b") == Route("openai/llama3:8b", openai.url)
    assert models.locate("openai/other") is None


async def test_something_else_on_that_port_is_nothing(tmp_path: Path, openai: OpenAIServer) -> None:
    models = look(tmp_path, {}, openai.url.removesuffix("v1") + "seen?")

    assert models.suggest(await models.find()) is None


@pytest.mark.parametrize("url", ["http://localhost:abc", "http://localhost:99999", "nonsense"])
async def test_a_base_url_that_is_none_gives_no_models(tmp_path: Path, url: str) -> None:
    models = look(tmp_path, {"OPENAI_BASE_URL": url, "OPENAI_API_KEY": "sk-1"})

    assert models.suggest(await models.find()) is None
    assert models.locate("openai/hello") == Route("openai/hello", url, "openai")


async def test_the_base_url_of_the_environment_counts(tmp_path: Path, openai: OpenAIServer) -> None:
    environment = {"OPENAI_BASE_URL": f"{openai.url}/", "OPENAI_API_KEY": "sk-1"}
    models = look(tmp_path, environment)

    suggested = models.suggest(await models.find())

    assert suggested is not None
    assert (suggested.model, suggested.api_base) == ("openai/hello", openai.url)
    assert models.locate("openai/anything") == Route("openai/anything", openai.url, "openai")
    assert models.locate("anthropic/anything") is None


def test_every_suggestion_is_a_model_the_catalog_knows() -> None:
    unknown = {
        provider.suggestion
        for provider in PROVIDERS
        if provider.suggestion not in {each.model for each in list_catalog(provider.name)}
    }

    assert unknown == {"openrouter/auto"}  # which chooses among others itself


async def test_a_model_that_answers_passes(openai: OpenAIServer) -> None:
    result = await try_model(Route("openai/hello", openai.url), LANE)

    assert (result.ok, result.text, result.tools) == (True, "Hello from the fake model.", False)
    assert result.ttft_ms is not None


async def test_a_model_that_calls_the_tool_is_known_to_call_tools(openai: OpenAIServer) -> None:
    openai.scripts["able"] = [[Call("ping"), Finish("tool_calls")]]

    result = await try_model(Route("openai/able", openai.url), LANE)

    assert (result.ok, result.tools) == (True, True)


async def test_a_model_that_refuses_says_why(openai: OpenAIServer) -> None:
    result = await try_model(Route("openai/no-key", openai.url), LANE)

    assert (result.ok, result.code) == (False, "key_refused")
    assert (
        result.error == f"The key for {openai.url} was refused. Store a valid one in the settings."
    )
    assert result.error_fact == Fact(name="key_refused", values={"place": openai.url})
