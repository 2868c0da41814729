"""The judge of chaos finds a secret wherever it was told."""

from tests.chaos.secrets import find_secrets


def test_a_secret_in_what_was_told_is_found() -> None:
    secrets = {"the key": "sk-1", "the token": "t0ken", "none": ""}

    assert find_secrets(secrets, "b sk-1 c") == ["the key"]
