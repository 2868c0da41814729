"""Writes the configuration of nats-server, which holds no secret, and one nkey per service."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

import nkeys

from parley_cli.permissions import MATRIX, Rights

REPLY_WITHIN = "60s"  # a question that takes longer is asked again meanwhile, which renews it


@dataclass(frozen=True)
class NatsFiles:
    """Where nats-server finds what it needs, and where it listens."""

    folder: Path
    port: int
    host: str = "127.0.0.1"
    monitor_port: int | None = None  # on the loopback, where somebody asks whether it is well
    streams: Path | None = None  # where it keeps them; None: below the folder

    @property
    def conf(self) -> Path:
        return self.folder / "nats.conf"

    @property
    def url(self) -> str:
        return f"nats://127.0.0.1:{self.port}"

    def seed_file(self, service: str) -> Path:
        return self.folder / "creds" / f"{service}.nk"


def write_nats_files(folder: Path, port: int) -> NatsFiles:
    files = NatsFiles(folder, port)
    write_files(files)
    return files


def write_files(files: NatsFiles) -> None:
    """Again it keeps the seeds and writes the configuration anew."""
    (files.folder / "creds").mkdir(mode=0o700, parents=True, exist_ok=True)
    public_keys = {service: _public_key(files.seed_file(service)) for service in MATRIX}
    write_private(files.conf, _render_conf(files, public_keys).encode())


def _public_key(seed_file: Path) -> str:
    if not seed_file.exists():
        write_private(seed_file, nkeys.encode_seed(os.urandom(32), nkeys.PREFIX_BYTE_USER))
    return str(nkeys.from_seed(seed_file.read_bytes()).public_key.decode())


def write_private(path: Path, content: bytes) -> None:
    """Whole or not at all, and never readable by others."""
    draft = path.with_suffix(".draft")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        os.fsync(file.fileno())
    draft.replace(path)


def _render_conf(files: NatsFiles, public_keys: dict[str, str]) -> str:
    users = "\n".join(_render_user(name, key, MATRIX[name]) for name, key in public_keys.items())
    monitor = f'http: "127.0.0.1:{files.monitor_port}"' if files.monitor_port else ""
    streams = files.streams or files.folder / "js"
    return f"""\
server_name: parley
listen: "{files.host}:{files.port}"
{monitor}
max_payload: 1MB
max_connections: 256
ping_interval: "20s"
lame_duck_grace_period: "2s"
lame_duck_duration: "30s"
jetstream {{
  store_dir: {_quote(str(streams))}
  sync_interval: always
  max_memory_store: 256MB
  max_file_store: 10GB
  limits {{ default_max_consumers: -1 }}
}}
authorization {{
  timeout: 2
  users = [
{users}
  ]
}}
"""


def _quote(text: str) -> str:
    """nats-server reads UTF-8 and refuses the escapes that JSON has for it."""
    return json.dumps(text, ensure_ascii=False)


def _render_user(service: str, public_key: str, rights: Rights) -> str:
    publishes, never = json.dumps(rights.publishes), json.dumps(rights.never_publishes)
    subscribes = json.dumps([f"_INBOX_{service}.>", "$SRV.>", *rights.subscribes])
    return f"""\
    # {service}
    {{ nkey: {public_key}, permissions: {{
      publish: {{ allow: {publishes}, deny: {never} }}
      subscribe: {{ allow: {subscribes} }}
      allow_responses: {{ max: 1, expires: "{REPLY_WITHIN}" }}
    }} }}"""
