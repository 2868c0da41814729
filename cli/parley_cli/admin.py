"""The launcher's own say on NATS: who answers, and which sign-in token is the right one."""

import asyncio
from collections.abc import Sequence

import nats
from nats.aio.client import Client
from parley_shared.store import SetToken

from parley_cli.nats_conf import NatsFiles
from parley_cli.token import hash_token

PING = 1.0  # seconds within which a healthy service answers


class Admin:
    def __init__(self, files: NatsFiles) -> None:
        self._files = files
        self._bus: Client | None = None

    async def find_answering(self, services: Sequence[str]) -> frozenset[str]:
        bus = await self._connect()

        async def answers(s: str) -> bool:
            try:
                await bus.request(f"$SRV.PING.{s}", b"", timeout=PING)
            except Exception:
                return False
            return True

        a = await asyncio.gather(*(answers(s) for s in services))
        return frozenset(s for s, ok in zip(services, a, strict=True) if ok)

    async def tell_token(self, token: str) -> None:
        """A changed token ends the sign-ins that came from the old one."""
        bus = await self._connect()
        await bus.request(
            "store.token.set",
            SetToken(token_hash=hash_token(token)).model_dump_json().encode(),
            timeout=10,
        )

    async def close(self) -> None:
        if self._bus is not None:
            await self._bus.close()

    async def _connect(self) -> Client:
        if self._bus is None:
            self._bus = await nats.connect(
                self._files.url,
                nkeys_seed=str(self._files.seed_file("admin")),
                inbox_prefix=b"_INBOX_admin",
                max_reconnect_attempts=-1,
            )
        return self._bus
