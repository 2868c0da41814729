"""Which tools of MCP servers a person approved, word for word: kept in a file of ours."""

import os
from pathlib import Path

from pydantic import BaseModel

from parley_agent_runner.mcp.listing import Declared


class _File(BaseModel):
    servers: dict[str, dict[str, Declared]] = {}


class Pins:
    """Read anew each time: another runner on this machine may have written."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def of(self, server: str) -> dict[str, Declared]:
        """By the server's name of the tool."""
        return self._read().servers.get(server, {})

    def put(self, server: str, tool: Declared) -> None:
        kept = self._read().servers
        changed = {**kept, server: {**kept.get(server, {}), tool.name: tool}}
        self._write(_File(servers=changed))

    def drop(self, server: str, tool: str | None) -> None:
        """One of the server's, or all."""
        kept = self._read().servers
        left = {
            name: each for name, each in kept.get(server, {}).items() if tool not in (None, name)
        }
        self._write(_File(servers={**kept, server: left}))

    def _read(self) -> _File:
        try:
            return _File.model_validate_json(self._file.read_bytes())
        except FileNotFoundError:
            return _File()

    def _write(self, pins: _File) -> None:
        """Whole or not at all."""
        fresh = self._file.with_suffix(f".{os.getpid()}")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as opened:
            opened.write(pins.model_dump_json(indent=1))
            opened.flush()
            os.fsync(opened.fileno())
        fresh.replace(self._file)
