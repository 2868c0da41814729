"""What each service finds in its environment."""

import re

from parley_cli.services import PROJECT, SERVICES, Service, pick_variables

FOUND = {
    "PATH": "/bin",
    "LC_ALL": "C.UTF-8",
    "HTTPS_PROXY": "proxy:1",
    "OPENAI_API_KEY": "model-secret",
    "SOME_NEW_MAKERS_CREDENTIAL": "model-secret",
    "TELEGRAM_BOT_TOKEN": "bot-secret",
    "PARLEY_TELEGRAM_WEBHOOK_SECRET": "bot-secret",
    "AWS_PROFILE": "somebody",
    "PARLEY_LOG_LEVEL": "DEBUG",
    "PARLEY_STORE_DATABASE_URL": "postgresql://u:p@h/d",
}
HARMLESS = {"PATH", "LC_ALL", "HTTPS_PROXY", "PARLEY_LOG_LEVEL"}


def service(name: str) -> Service:
    return next(each for each in SERVICES if each.name == name)


def test_only_the_runner_sees_the_keys_of_models() -> None:
    assert set(pick_variables(service("agent-runner"), FOUND)) == {
        *HARMLESS,
        "OPENAI_API_KEY",
        "SOME_NEW_MAKERS_CREDENTIAL",
        "AWS_PROFILE",
    }


def test_only_telegram_sees_the_bots_token() -> None:
    assert set(pick_variables(service("telegram"), FOUND)) == {
        *HARMLESS,
        "TELEGRAM_BOT_TOKEN",
        "PARLEY_TELEGRAM_WEBHOOK_SECRET",
    }


def test_the_store_sees_its_own_settings_only() -> None:
    assert set(pick_variables(service("store"), FOUND)) == {*HARMLESS, "PARLEY_STORE_DATABASE_URL"}


def test_the_gateway_and_the_web_see_nothing_of_the_others() -> None:
    assert set(pick_variables(service("gateway"), FOUND)) == HARMLESS
    assert set(pick_variables(service("web"), FOUND)) == HARMLESS


def test_in_a_container_the_runner_finds_skills_where_it_does_outside() -> None:
    dockerfile = (PROJECT / "services" / "Dockerfile").read_text()
    [folders] = re.findall("^ENV PARLEY_SKILL_FOLDERS=(.+)$", dockerfile, re.MULTILINE)

    data = "/volumes/agent-runner"
    assert folders.split(":")[1:] == [f"{data}/.agents/skills", f"{data}/skills"]
