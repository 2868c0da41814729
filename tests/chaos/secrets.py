"""Looks for what nobody may read in all that was told, logged and shown."""

from collections.abc import Mapping

from tests.chaos.stack import Stack

KEY = "sk-chaos-canary-0123456789"


def list_secrets(stack: Stack) -> dict[str, str]:
    """By what each is."""
    seeds = (stack.folder.nats / "creds").glob("*.nk")
    return {
        "the model's key": KEY,
        "the token": stack.parley.token,
        "the bot's token": stack.settings.get("TELEGRAM_BOT_TOKEN", ""),
        **{f"the seed of {seed.stem}": seed.read_text().strip() for seed in seeds},
    }


def find_secrets(secrets: Mapping[str, str], text: str) -> list[str]:
    """The names of those that stand in it."""
    return [name for name, secret in secrets.items() if secret and secret in text]
