"""Which tools of MCP servers a person approved, word for word: kept in a file of ours."""

from pathlib import Path

from pydantic import BaseModel

from parley_agent_runner.mcp.listing import Declared
from parley_agent_runner.own_file import OwnFile


class _File(BaseModel):
    servers: dict[str, dict[str, Declared]] = {}


class Pins:
    def __init__(self, file: Path) -> None:
        self._file = OwnFile(file)

    def of(self, server: str) -> dict[str, Declared]:
        """By the server's name of the tool."""
        return _read(self._file.read()).servers.get(server, {})

    def put(self, server: str, tool: Declared) -> None:
        def change(raw: bytes | None) -> str:
            kept = _read(raw).servers
            return _write({**kept, server: {**kept.get(server, {}), tool.name: tool}})

        self._file.change(change)

    def drop(self, server: str, tool: str | None) -> None:
        """One of the server's, or all."""

        def change(raw: bytes | None) -> str:
            kept = _read(raw).servers
            all_of_it = kept.get(server, {})
            left = {name: each for name, each in all_of_it.items() if tool not in (None, name)}
            return _write({**kept, server: left})

        self._file.change(change)


def _read(raw: bytes | None) -> _File:
    return _File() if raw is None else _File.model_validate_json(raw)


def _write(servers: dict[str, dict[str, Declared]]) -> str:
    return _File(servers=servers).model_dump_json(indent=1)
