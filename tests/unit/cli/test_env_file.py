"""How a .env file is read."""

from parley_cli.services import parse_env_file


def test_names_and_values_are_read_as_people_write_them() -> None:
    text = """
# keys of models
OPENAI_API_KEY=sk-1
export ANTHROPIC_API_KEY = "sk-2"
GREETING='it=me # really'
EMPTY=
not a setting
"""

    assert parse_env_file(text) == {
        "OPENAI_API_KEY": "sk-1",
        "ANTHROPIC_API_KEY": "sk-2",
        "GREETING": "it=me # really",
        "EMPTY": "",
    }
