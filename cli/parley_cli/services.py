"""Which services Parley consists of, and what each finds in its environment."""

import fnmatch
import hashlib
import os
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from parley_cli.folder import DataFolder

PROJECT = Path(__file__).resolve().parents[2]
WEB_DIST = PROJECT / "services" / "web" / "frontend" / "dist"

# What any program needs to find its way; everything else may be a secret of somebody's.
HARMLESS = (
    *("PATH", "HOME", "USER", "LANG", "LC_*", "TZ", "TMPDIR", "VIRTUAL_ENV", "PYTHON*"),
    *("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"),
    *("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY"),
    *("http_proxy", "https_proxy", "no_proxy", "all_proxy", "PARLEY_LOG_LEVEL"),
    "PARLEY_FAILPOINTS",  # set by tests only
)


@dataclass(frozen=True)
class Service:
    """`name` is that of its key, of its log, and in `./parley restart <name>`."""

    name: str
    module: str
    answers_as: str  # on the bus
    inherits: tuple[str, ...] = ()  # environment variables beside the harmless ones
    keeps_out: tuple[str, ...] = ()  # but never these


SANDBOX = "sandbox"  # runs only where there is something to run code in
SERVICES = (
    Service("store", "parley_store", "store", inherits=("PARLEY_STORE_*",)),
    Service("gateway", "parley_gateway", "gateway", inherits=("PARLEY_GATEWAY_*",)),
    # Whatever key a model may need is the runner's, under whatever name its maker gave it.
    Service(
        "agent-runner",
        "parley_agent_runner",
        "runner",
        inherits=("*",),
        keeps_out=(
            *("TELEGRAM_*", "DOCKER_*"),
            *(f"PARLEY_{name}_*" for name in ("STORE", "TELEGRAM", "WEB", "SANDBOX")),
        ),
    ),
    Service(SANDBOX, "parley_sandbox", "sandbox", inherits=("PARLEY_SANDBOX_*", "DOCKER_*")),
    Service(
        "telegram", "parley_telegram", "telegram", inherits=("TELEGRAM_*", "PARLEY_TELEGRAM_*")
    ),
    Service("web", "parley_web", "web", inherits=("PARLEY_WEB_*",)),
)


def command_of(service: Service) -> list[str]:
    return [sys.executable, "-m", service.module]


def environment_of(
    service: Service,
    folder: DataFolder,
    *,
    nats_url: str,
    web_port: int,
    web_door: socket.socket | None = None,
) -> dict[str, str]:
    """`web_door` listens on the port already; without one the web service does that itself."""
    door = {} if web_door is None else {"PARLEY_WEB_SOCKET": str(web_door.fileno())}
    return {
        **pick_variables(service, find_variables()),
        "PYTHONUNBUFFERED": "1",
        # Compiled anew at every start, litellm's import alone takes two seconds longer.
        "PYTHONDONTWRITEBYTECODE": "",
        "PARLEY_NATS_URL": nats_url,
        "PARLEY_NATS_SEED_FILE": str(folder.nats / "creds" / f"{service.name}.nk"),
        "PARLEY_DATA_DIR": str(folder.service_folder(service.name)),
        **_own_settings(service, folder, web_port),
        **(door if service.name == "web" else {}),
    }


def find_variables() -> dict[str, str]:
    """What this process was told, and under it what stands in .env."""
    return {**read_env_file(PROJECT / ".env"), **os.environ}


def _own_settings(service: Service, folder: DataFolder, web_port: int) -> dict[str, str]:
    if service.name == "web":
        return {
            "PARLEY_WEB_HOST": "127.0.0.1",
            "PARLEY_WEB_PORT": str(web_port),
            "PARLEY_WEB_DIST": str(WEB_DIST),
        }
    if service.name == "agent-runner":
        homes = (PROJECT, folder.path)
        skills = [str(home / each) for home in homes for each in (".agents/skills", "skills")]
        return {
            # Stable, so that a runner which starts again takes its own leases over at once.
            "PARLEY_RUNNER_NAME": "runner-1",
            "PARLEY_SKILL_FOLDERS": os.pathsep.join(skills),
        }
    if service.name == SANDBOX:
        # Two installations on one engine must not clean up after each other.
        install = hashlib.sha256(str(folder.path).encode()).hexdigest()[:12]
        return {"PARLEY_SANDBOX_INSTALL": install}
    return {}


def pick_variables(service: Service, found: Mapping[str, str]) -> dict[str, str]:
    """Only what the service is trusted with."""
    return {
        name: value
        for name, value in found.items()
        if _matches(name, HARMLESS + service.inherits) and not _matches(name, service.keeps_out)
    }


def _matches(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)


def read_env_file(path: Path) -> dict[str, str]:
    """A file that is not there holds nothing."""
    return parse_env_file(path.read_text()) if path.is_file() else {}


def parse_env_file(text: str) -> dict[str, str]:
    """Lines like NAME=value or NAME="value"; any other line says nothing."""
    lines = [line.strip().removeprefix("export ") for line in text.splitlines()]
    pairs = [line.split("=", 1) for line in lines if "=" in line and not line.startswith("#")]
    return {name.strip(): _unquote(value.strip()) for name, value in pairs}


def _unquote(value: str) -> str:
    quoted = len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value
