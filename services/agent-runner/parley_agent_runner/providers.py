"""The providers whose keys are looked for, and what a beginner is given of each."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Provider:
    name: str  # before the slash of its models, and of the secret that opens it
    variable: str  # of the environment
    suggestion: str  # the model the default agent gets
    cheap: str  # for small work that nobody waits for


# In the order in which a key is preferred.
PROVIDERS: tuple[Provider, ...] = (
    Provider(
        "anthropic",
        "ANTHROPIC_API_KEY",
        "anthropic/claude-sonnet-4-6",
        "anthropic/claude-haiku-4-5",
    ),
    Provider("openai", "OPENAI_API_KEY", "openai/gpt-5.2", "openai/gpt-5-mini"),
    Provider(
        "gemini", "GEMINI_API_KEY", "gemini/gemini-flash-latest", "gemini/gemini-flash-lite-latest"
    ),
    Provider(
        "mistral",
        "MISTRAL_API_KEY",
        "mistral/mistral-medium-latest",
        "mistral/mistral-small-latest",
    ),
    Provider("groq", "GROQ_API_KEY", "groq/openai/gpt-oss-120b", "groq/openai/gpt-oss-20b"),
    Provider(
        "deepseek", "DEEPSEEK_API_KEY", "deepseek/deepseek-v4-flash", "deepseek/deepseek-v4-flash"
    ),
    Provider("xai", "XAI_API_KEY", "xai/grok-4.3", "xai/grok-4.3"),
    Provider("openrouter", "OPENROUTER_API_KEY", "openrouter/auto", "openrouter/auto"),
)
BY_NAME: Mapping[str, Provider] = {provider.name: provider for provider in PROVIDERS}
