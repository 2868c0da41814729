"""Reads mcp.json: which MCP servers this installation has, and how they are reached."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit, urlunsplit

from parley_shared.facts import phrase
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from parley_agent_runner.tools.declaration import ToolFailed

FILE = "mcp.json"
SECRET = re.compile(r"\$\{secret:([A-Za-z0-9_.-]{1,80})\}")

# Without "_", so that what stands before "__" in a tool's name is always the server.
ServerName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,23}$")]
KnownEffect = Literal["pure", "idempotent", "effect"]


class _Server(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    timeout: float = Field(default=60.0, gt=0, le=3600)  # seconds of a call
    effects: dict[str, KnownEffect] = {}  # by tool; whatever is not named acts on the world


class StdioServer(_Server):
    """A program of this machine, started without a shell. `env` may name secrets."""

    command: str = Field(min_length=1)
    args: tuple[str, ...] = ()
    env: dict[str, str] = {}
    folder: Path | None = None


class HttpServer(_Server):
    """Somewhere else, over streamable HTTP. `url` and `headers` may name secrets."""

    url: str = Field(pattern=r"^https?://")
    headers: dict[str, str] = {}

    @property
    def address(self) -> str:
        """Without what may be a secret of somebody who wrote it there plainly."""
        parts = urlsplit(self.url)
        return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


Server = StdioServer | HttpServer
FindSecret = Callable[[str], str | None]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    mcpServers: dict[ServerName, Server]


@dataclass(frozen=True)
class Config:
    servers: Mapping[str, Server] = field(default_factory=dict)
    error: str | None = None  # why none of them can be used


def read_config(folder: Path) -> Config:
    try:
        return Config(_File.model_validate_json((folder / FILE).read_bytes()).mcpServers)
    except FileNotFoundError:
        return Config()
    except OSError as error:
        return Config(
            error=phrase(
                "mcp_file_unreadable",
                "{file} can't be read: {why}.",
                file=FILE,
                why=str(error.strerror),
            )
        )
    except ValidationError as error:
        # The values may be secrets, so only the places are told.
        places = {".".join(str(part) for part in each["loc"]) for each in error.errors()}
        faults = sorted({each["msg"] for each in error.errors(include_input=False)})
        return Config(
            error=phrase(
                "mcp_file_wrong",
                "{file} is wrong at {places}: {why}.",
                file=FILE,
                places=", ".join(sorted(places)),
                why="; ".join(faults),
            )
        )


def put_secrets(values: Mapping[str, str], find_secret: FindSecret) -> dict[str, str]:
    """`values` with the secrets in place of their names. Raises ToolFailed if one is missing."""

    def find(match: re.Match[str]) -> str:
        found = find_secret(match[1])
        if found is None:
            raise ToolFailed(
                phrase(
                    "mcp_secret_missing",
                    "There is no secret {secret!r}, which {file} asks for. Store it.",
                    secret=match[1],
                    file=FILE,
                )
            )
        return found

    return {name: SECRET.sub(find, value) for name, value in values.items()}
