"""Parley in containers: what is written before the first start, and the sign-in after it."""

import asyncio
import os
import sys
from pathlib import Path

from parley_shared.bus import Bus
from parley_shared.errors import Unavailable

from parley_cli.admin import tell_token
from parley_cli.folder import DataFolder
from parley_cli.nats_conf import NatsFiles, write_files, write_private
from parley_cli.services import SERVICES
from parley_cli.token import keep_token, make_token, read_token

# Each volume is mounted below this folder under its own name; a service sees its own alone.
VOLUMES = Path("/volumes")
ANSWERS_WITHIN = 60.0  # seconds, of a store that has just been started


def prepare(volumes: Path) -> None:
    """Writes what each service is to find in its volume. Again it changes nothing."""
    admin = DataFolder(volumes / "admin")
    nats = volumes / "nats"
    files = NatsFiles(admin.nats, 4222, "0.0.0.0", monitor_port=8222, streams=nats / "js")
    write_files(files)
    write_private(nats / "nats.conf", files.conf.read_bytes())
    for service in SERVICES:
        seed = files.seed_file(service.name).read_bytes()
        write_private(volumes / service.name / "seed.nk", seed)
    read_token(admin)


async def open_door(volumes: Path, *, rotated: bool) -> None:
    """Tells the store which token signs in; a new one ends every sign-in of the old one."""
    admin = DataFolder(volumes / "admin")
    token = make_token() if rotated else read_token(admin)
    seed_file = NatsFiles(admin.nats, 4222).seed_file("admin")
    url = os.environ.get("PARLEY_NATS_URL", "nats://nats:4222")
    async with (
        asyncio.timeout(ANSWERS_WITHIN),
        Bus.connect(url=url, name="admin", seed_file=seed_file) as bus,
    ):
        await tell_token(bus, token)
    keep_token(admin, token)


def main(verb: str) -> None:
    os.umask(0o077)
    match verb:
        case "prepare":
            prepare(VOLUMES)
        case "open":
            asyncio.run(open_door(VOLUMES, rotated=False))
            print("The address to sign in: docker compose run --rm --no-deps signin address")
        case "rotate":
            asyncio.run(open_door(VOLUMES, rotated=True))
        case "address":
            address = os.environ.get("PARLEY_ADDRESS") or "http://127.0.0.1:8800"
            token = read_token(DataFolder(VOLUMES / "admin"))
            print(f"{address.rstrip('/')}/#token={token}")
        case _:
            sys.exit(f"{verb!r} is none of prepare, open, rotate, address")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except (Unavailable, TimeoutError):
        sys.exit("The store does not answer: `docker compose ps` says who is up.")
