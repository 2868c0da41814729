"""Parley behind nginx and Caddy, told about it in the words of docs/howto/deploy.md."""

import re
import socket
import subprocess
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import BrowserType, Page, expect

from tests.e2e.people import Person
from tests.launcher import PROJECT, LaunchedParley
from tests.ports import free_port
from tests.waiting import START_PATIENCE

NAME = "parley.example.org"
ADDRESS = f"https://{NAME}"
RECIPE = Path(__file__).parent / "proxies.Dockerfile"
PAGE = PROJECT / "docs" / "howto" / "deploy.md"
CERTIFICATE = f"/etc/letsencrypt/live/{NAME}"
FITS = 25 << 20  # bytes, the most that the web service takes


def has_docker() -> bool:
    try:
        done = subprocess.run(["docker", "version"], capture_output=True, check=False)
    except FileNotFoundError:
        return False
    return done.returncode == 0


pytestmark = pytest.mark.skipif(not has_docker(), reason="no Docker engine answers")


def read_block(begin: str) -> str:
    """The configuration that the page shows, which begins so."""
    for block in re.findall(r"^```\n(.*?)^```", PAGE.read_text(), re.MULTILINE | re.DOTALL):
        if block.startswith(begin):
            return str(block)
    raise AssertionError(f"the page shows nothing that begins with {begin!r}")


def configure_nginx(port: int, parley: LaunchedParley) -> str:
    block = read_block("server {").replace("443", f"127.0.0.1:{port}")
    return (
        "daemon off; events {} error_log stderr; pid /tmp/nginx.pid;\n"
        f"http {{ access_log off; {block.replace('8800', str(parley.port))} }}\n"
    )


def configure_caddy(port: int, parley: LaunchedParley) -> str:
    ours = f"admin off\nhttps_port {port}\nhttp_port {free_port()}\ndefault_bind 127.0.0.1\n"
    block = read_block(f"{NAME} {{").replace("8800", str(parley.port))
    return f"{{\n{ours}local_certs\nskip_install_trust\n}}\n{block}"


@pytest.fixture(scope="module")
def image() -> Iterator[str]:
    name = f"parley-test-proxies:{uuid.uuid4().hex[:8]}"
    build = ["docker", "build", "--quiet", "--tag", name, "-"]
    subprocess.run(build, input=RECIPE.read_bytes(), stdout=subprocess.DEVNULL, check=True)
    yield name
    subprocess.run(["docker", "image", "rm", name], stdout=subprocess.DEVNULL, check=True)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LaunchedParley]:
    folder = tmp_path_factory.mktemp("proxied") / "p"
    parley = LaunchedParley(folder, {"PARLEY_WEB_ORIGINS": ADDRESS})
    parley.up()
    yield parley
    parley.down()


class Proxy:
    """As whoever is on the internet sees it: `address` without a port."""

    def __init__(self, parley: LaunchedParley, port: int) -> None:
        self.address, self._parley, self.port = ADDRESS, parley, port

    @property
    def token(self) -> str:
        return self._parley.token

    def client(self) -> httpx.Client:
        return httpx.Client(
            base_url=f"https://127.0.0.1:{self.port}",
            headers={"Host": NAME, "Authorization": f"Bearer {self.token}"},
            verify=False,  # the certificate is of our own making
            timeout=120,
            event_hooks={"request": [ask_for_name]},
        )


def ask_for_name(request: httpx.Request) -> None:
    """In the TLS handshake too, as a browser does."""
    request.extensions["sni_hostname"] = NAME


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def proxy(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    image: str,
    house: LaunchedParley,
) -> Iterator[Proxy]:
    folder, port = tmp_path_factory.mktemp("proxy"), free_port()
    commands = {
        "nginx": ("nginx", "-c", "/settings/conf"),
        "caddy": ("caddy", "run", "--adapter", "caddyfile", "--config", "/settings/conf"),
    }
    configure = {"nginx": configure_nginx, "caddy": configure_caddy}[request.param]
    (folder / "conf").write_text(configure(port, house))
    make_certificate(folder)
    mounts = ("-v", f"{folder}:/settings:ro", "-v", f"{folder}:{CERTIFICATE}:ro")
    run = ("docker", "run", "--detach", "--network", "host", *mounts, image)
    started = subprocess.run(
        [*run, *commands[request.param]], capture_output=True, text=True, check=True
    )
    container = started.stdout.strip()
    try:
        until_listening(port)
        yield Proxy(house, port)
    finally:
        subprocess.run(["docker", "logs", container], check=False)
        subprocess.run(["docker", "rm", "--force", container], capture_output=True, check=False)


def until_listening(port: int) -> None:
    give_up = time.monotonic() + START_PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except ConnectionRefusedError:
            assert time.monotonic() < give_up, "the proxy does not listen"
            time.sleep(0.05)


def make_certificate(folder: Path) -> None:
    subject = ("-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}")
    files = ("-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem"))
    make = ("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2")
    subprocess.run([*make, *subject, *files], capture_output=True, check=True)


@pytest.fixture
def page(
    proxy: Proxy, browser_type: BrowserType, browser_type_launch_args: dict[str, object]
) -> Iterator[Page]:
    """Of a browser that finds the name at the proxy."""
    arguments = [
        *browser_type_launch_args.get("args", ()),  # type: ignore[misc] # a list of words
        f"--host-resolver-rules=MAP {NAME}:443 127.0.0.1:{proxy.port}",
    ]
    browser = browser_type.launch(**{**browser_type_launch_args, "args": arguments})  # type: ignore[arg-type]
    context = browser.new_context(ignore_https_errors=True)
    yield context.new_page()
    browser.close()


def test_a_conversation_goes_through(page: Page, proxy: Proxy) -> None:
    sockets: list[str] = []
    page.on("websocket", lambda socket: sockets.append(socket.url))
    person = Person.sign_in(page, proxy)

    person.say("Hello behind it")

    expect(person.answers.last).to_contain_text("Hello behind it")
    expect(person.answers.last).to_have_attribute("aria-busy", "false")
    assert {socket.split("/")[2] for socket in sockets} == {NAME}
    assert all(socket.startswith("wss://") for socket in sockets)
    [cookie] = page.context.cookies()
    assert (cookie["name"], cookie["secure"], cookie["httpOnly"], cookie["sameSite"]) == (
        "__Host-parley",
        True,
        True,
        "Strict",
    )


def test_another_website_is_refused(proxy: Proxy) -> None:
    with proxy.client() as client:
        thread = {"id": f"t{uuid.uuid4().hex}"}
        foreign = client.post(
            "/api/threads", json=thread, headers={"Origin": "https://evil.example"}
        )
        own = client.post("/api/threads", json=thread, headers={"Origin": ADDRESS})

    assert (foreign.status_code, foreign.json()["error"]["code"]) == (403, "foreign_origin")
    assert own.is_success


def test_a_large_file_goes_through(proxy: Proxy) -> None:
    content = bytes(FITS)
    with proxy.client() as client:
        kept = client.post("/api/files?name=large.bin", content=content)
        assert kept.status_code == 201, kept.text
        read = client.get(f"/api/files/{kept.json()['id']}")
        more = client.post("/api/files?name=larger.bin", content=bytes(FITS + 1))

    assert read.content == content
    # Refused by Parley, which says why, and not by the proxy.
    assert (more.status_code, more.json()["error"]["code"]) == (413, "too_big")
