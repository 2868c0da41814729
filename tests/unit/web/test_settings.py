"""Where the web service is reached."""

import pytest
from parley_shared.settings import SettingsWrong
from parley_web.settings import WebSettings


def test_it_listens_on_this_machine_only_unless_told_otherwise() -> None:
    settings = WebSettings.from_env({})

    assert (settings.web_host, settings.web_port) == ("127.0.0.1", 8800)


@pytest.mark.parametrize(
    "origins",
    ["https://chat.example.org", "https://a.example:8443 http://192.168.1.5:8800", "http://[::1]"],
)
def test_other_origins_are_taken(origins: str) -> None:
    assert WebSettings.from_env({"PARLEY_WEB_ORIGINS": origins}).web_origins == origins


@pytest.mark.parametrize(
    "origins",
    ["*", "chat.example.org", "https://chat.example.org/", "https://Chat.example.org", "null"],
)
def test_what_is_no_origin_is_refused_with_its_variable(origins: str) -> None:
    with pytest.raises(SettingsWrong, match="PARLEY_WEB_ORIGINS"):
        WebSettings.from_env({"PARLEY_WEB_ORIGINS": origins})


def test_a_port_is_a_port() -> None:
    with pytest.raises(SettingsWrong, match="PARLEY_WEB_PORT"):
        WebSettings.from_env({"PARLEY_WEB_PORT": "70000"})
