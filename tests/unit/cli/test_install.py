"""What uv is told of pip's settings."""

from parley_cli.install import uv_settings

LISTED = """\
:env:.cert='/certs/of-the-environment.pem'
global.cert='/certs/of-the-file.pem'
global.extra-index-url='file:///one/simple file:///two/simple'
global.index-url='https://mirror.example/simple'
global.timeout='60'
"""


def test_uv_looks_where_pip_would_and_the_environment_wins() -> None:
    assert uv_settings(LISTED, {"HOME": "/home/me"}) == {
        "HOME": "/home/me",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        "UV_DEFAULT_INDEX": "https://mirror.example/simple",
        "UV_INDEX": "file:///one/simple file:///two/simple",
        "SSL_CERT_FILE": "/certs/of-the-environment.pem",
    }


def test_what_uv_was_told_already_stays() -> None:
    environment = {"UV_DEFAULT_INDEX": "https://other.example/simple"}

    assert uv_settings(LISTED, environment)["UV_DEFAULT_INDEX"] == "https://other.example/simple"


def test_several_lines_of_find_links_become_a_list() -> None:
    listed = r"global.find-links='\n/wheels\n/more/wheels'"

    assert uv_settings(listed, {})["UV_FIND_LINKS"] == "/wheels,/more/wheels"
