"""What each service's credentials allow and refuse, asked of a real nats-server."""

import asyncio
import base64
import json
from collections.abc import Iterable
from urllib.parse import urlsplit

import nkeys
import pytest
from nats.aio.client import Client

from tests.servers import NatsServer
from tests.waiting import PATIENCE

SERVICES = {"store", "gateway", "agent-runner", "sandbox", "telegram", "web", "admin"}

MAY_PUBLISH: dict[str, set[str]] = {
    "in.web.c1": {"web"},
    "in.telegram.7": {"telegram"},
    "in.other.7": set(),
    "turns.t1": {"store"},
    "wake.t1": {"agent-runner"},
    "live.t1.message-ready": set(),
    "ev.t1.message-created": {"store"},
    "ev.t1.message-ready": {"store"},
    "ev.t1.text-delta": {"store", "agent-runner"},
    "ev.t1.reasoning-delta": {"store", "agent-runner"},
    "ev.t1.tool-progress": {"store", "agent-runner"},
    "ev.t1.approval-decided": {"store"},
    "ev.t1.agent-status": {"store", "agent-runner"},
    "ev.t1.custom": {"store", "agent-runner"},
    "store.thread.title": {"gateway", "agent-runner"},
    "store.turn.draft": {"gateway", "agent-runner"},
    "store.agent.shutdown": {"gateway", "agent-runner"},
    "store.turn.stop_all": {"gateway", "admin"},
    "store.turn.stop_every": {"gateway"},
    "runner.live.release": {"web", "admin"},
    "out.telegram.7": {"store"},
    "ctl.t1": {"store"},
    "dlq.inbound.in.web.c1": {"store", "gateway"},
    "dlq.outbound.out.telegram.7": {"store", "gateway", "telegram"},
    "debug.t1.debug-prompt": {"agent-runner"},
    "debug.telegram.stranger": {"agent-runner", "telegram"},
    "presence.t1": {"telegram", "web"},
    "store.thread.get": {"gateway", "web"},
    "store.thread.list": {"gateway", "web"},
    "store.message.append": {"gateway"},
    "store.thread.delete": {"gateway"},
    "store.approval.decide": {"gateway"},
    "store.turn.queue": {"gateway", "agent-runner", "web"},
    "store.turn.claim": {"agent-runner"},
    "store.turn.step": {"agent-runner"},
    "store.turn.finish": {"agent-runner"},
    "store.signin.create": {"web"},
    "store.signin.check": {"web"},
    "store.key.create": {"web"},
    "store.token.set": {"admin"},
    "store.file.read": {"gateway", "agent-runner", "sandbox", "telegram", "web"},
    "store.dead.keep": {"gateway"},
    "store.dead.list": {"gateway", "web"},
    "store.backup.make": {"web", "admin"},
    "store.backup.drop": {"admin"},
    "store.event.since": {"gateway", "web", "admin"},
    "gateway.dead.retry": {"web"},
    "gateway.agent.update": {"web"},
    "gateway.thread.delete": {"web"},
    "gateway.command": {"telegram", "web"},
    "gateway.approval.decide": {"telegram", "web"},
    "store.agent.notes": {"gateway", "agent-runner"},
    "store.agent.update": {"gateway"},
    "store.workspace.list": {"gateway", "agent-runner", "sandbox", "web"},
    "store.workspace.put": {"gateway", "agent-runner", "sandbox"},
    "store.workspace.move": {"gateway", "agent-runner"},
    "store.workspace.delete": {"gateway", "agent-runner"},
    "gateway.message.retry": {"telegram", "web"},
    "gateway.speech.transcribe": {"telegram", "web"},
    "runner.speech.transcribe": {"gateway", "web"},
    "runner.secrets.put": {"web"},
    "runner.models.test": {"web"},
    "runner.mcp.approve": {"web"},
    "runner.mcp.revoke": {"web"},
    "runner.skills.approve": {"web"},
    "runner.skills.diff": {"web"},
    "store.daily_limit.set": {"web"},
    "store.agent.skill": {"gateway"},
    "store.telegram.keep": {"telegram"},
    "store.telegram.next": {"telegram"},
    "store.telegram.pair": {"telegram"},
    "store.telegram.people": {"telegram", "web"},
    "store.telegram.allow": {"web"},
    "store.telegram.change": {"telegram", "web"},
    "store.telegram.open": {"web"},
    "store.telegram.drop": {"web"},
    "launcher.token.rotate": {"web"},
    "telegram.pairing": {"web", "admin"},
    "telegram.state": {"web"},
    "sandbox.start": {"agent-runner"},
    "sandbox.state": {"agent-runner"},
    "sandbox.out.c1": {"sandbox"},
    "$SRV.PING": {"web", "admin"},
    "$JS.API.INFO": {"admin"},
    "$JS.API.STREAM.NAMES": {"admin"},
    "$JS.API.STREAM.CREATE.INBOUND": {"store", "admin"},
    "$JS.API.STREAM.UPDATE.EVENTS": {"store", "admin"},
    "$JS.API.STREAM.CREATE.OTHER": {"admin"},
    "$JS.API.STREAM.INFO.TURNS": {"store", "agent-runner", "admin"},
    "$JS.API.STREAM.INFO.EVENTS": {"store", "web", "admin"},
    "$JS.API.STREAM.DELETE.EVENTS": {"store", "admin"},
    "$JS.API.STREAM.DELETE.TURNS": {"admin"},
    "$JS.API.STREAM.PURGE.TURNS": {"admin"},
    "$JS.API.STREAM.MSG.GET.INBOUND": {"admin"},
    "$JS.API.STREAM.MSG.DELETE.TURNS": {"admin"},
    "$JS.API.STREAM.SNAPSHOT.EVENTS": {"admin"},
    "$JS.API.DIRECT.GET.TURNS": {"admin"},
    "$JS.API.DIRECT.GET.EVENTS": {"admin"},
    "$JS.API.CONSUMER.CREATE.INBOUND.gateway-web.in.web.x": {"store", "admin"},
    "$JS.API.CONSUMER.CREATE.TURNS.t-t1.turns.t1": {"agent-runner", "admin"},
    "$JS.API.CONSUMER.CREATE.TURNS.all.other.t1": {"admin"},
    "$JS.API.CONSUMER.CREATE.TURNS": {"admin"},
    "$JS.API.CONSUMER.CREATE.EVENTS": {"web", "admin"},
    "$JS.API.CONSUMER.DELETE.EVENTS.c": {"web", "admin"},
    "$JS.API.CONSUMER.DELETE.TURNS.t-t1": {"admin"},
    "$JS.API.CONSUMER.DELETE.INBOUND.gateway-web": {"admin"},
    "$JS.API.CONSUMER.MSG.NEXT.INBOUND.gateway-web": {"gateway", "admin"},
    "$JS.API.CONSUMER.MSG.NEXT.TURNS.t-t1": {"agent-runner", "admin"},
    "$JS.API.CONSUMER.MSG.NEXT.OUTBOUND.telegram": {"telegram", "admin"},
    "$JS.API.CONSUMER.MSG.NEXT.OUTBOUND.other": {"admin"},
    "$JS.ACK.INBOUND.gateway-web.1.1.1.1.0": {"gateway"},
    "$JS.ACK.TURNS.t-t1.1.1.1.1.0": {"agent-runner"},
    "$JS.ACK.OUTBOUND.telegram.1.1.1.1.0": {"telegram"},
    "$JS.ACK.OUTBOUND.other.1.1.1.1.0": set(),
    "$SYS.REQ.SERVER.PING": set(),
    **{f"_INBOX_{service}.forged": set() for service in SERVICES},
}

MAY_SUBSCRIBE: dict[str, set[str]] = {
    ">": set(),
    "*.>": set(),
    "in.>": set(),
    "turns.*": set(),
    "ev.>": set(),
    "out.>": set(),
    "dlq.>": set(),
    "_INBOX.>": set(),
    "$JS.API.>": set(),
    "$JS.ACK.>": set(),
    "$SYS.>": set(),
    "$SRV.>": SERVICES,
    "store.>": {"store"},
    "store.signin.create": {"store"},
    "gateway.>": {"gateway"},
    "runner.>": {"agent-runner"},
    "runner.secrets.put": {"agent-runner"},
    "sandbox.start": {"sandbox"},
    "sandbox.state": {"sandbox"},
    "sandbox.>": set(),
    "sandbox.out.*": {"agent-runner"},
    "wake.*": {"agent-runner"},
    "ctl.*": {"agent-runner"},
    "ctl.signins": {"agent-runner", "web"},
    "presence.>": {"agent-runner", "web"},
    "launcher.token.rotate": {"admin"},
    "launcher.>": set(),
    "telegram.>": {"telegram"},
    "telegram.pairing": {"telegram"},
    "live.*.*": {"telegram", "web"},
    "live.>": {"web"},
    "debug.>": {"web"},
    "$JS.EVENT.ADVISORY.>": {"admin"},
    **{f"_INBOX_{service}.>": {service} for service in SERVICES},
}


class Visitor:
    """A connection that remembers what the server refused it, in the server's small letters."""

    def __init__(self, server: NatsServer, service: str) -> None:
        self._server = server
        self._service = service
        self._refused: set[str] = set()
        self._is_told_all = asyncio.Event()
        self._client = Client()

    async def __aenter__(self) -> "Visitor":
        await self._client.connect(
            self._server.url,
            nkeys_seed=str(self._server.seed_file(self._service)),
            inbox_prefix=f"_INBOX_{self._service}".encode(),
            error_cb=self._remember,
        )
        return self

    async def __aexit__(self, *failure: object) -> None:
        await self._client.close()

    async def refused_to_publish(self, subjects: Iterable[str]) -> set[str]:
        for subject in subjects:
            await self._client.publish(subject, b"{}")
        return await self._all_refused()

    async def refused_to_subscribe(self, subjects: Iterable[str]) -> set[str]:
        for subject in subjects:
            await self._client.subscribe(subject)
        return await self._all_refused()

    async def _all_refused(self) -> set[str]:
        # Refusals come in order, so after this one nothing is to come.
        await self._client.publish("nobody.may")
        async with asyncio.timeout(PATIENCE):
            await self._is_told_all.wait()
        return self._refused

    async def _remember(self, error: Exception) -> None:
        subject = str(error).split('"')[1]
        if subject == "nobody.may":
            self._is_told_all.set()
        else:
            self._refused.add(subject)


def all_but(may: dict[str, set[str]], service: str) -> set[str]:
    return {subject.lower() for subject, services in may.items() if service not in services}


@pytest.mark.parametrize("service", sorted(SERVICES))
async def test_a_service_publishes_what_the_matrix_gives_it_and_nothing_else(
    nats_server: NatsServer, service: str
) -> None:
    async with Visitor(nats_server, service) as visitor:
        refused = await visitor.refused_to_publish(MAY_PUBLISH)

    assert refused == all_but(MAY_PUBLISH, service)


@pytest.mark.parametrize("service", sorted(SERVICES))
async def test_a_service_hears_what_the_matrix_gives_it_and_nothing_else(
    nats_server: NatsServer, service: str
) -> None:
    async with Visitor(nats_server, service) as visitor:
        refused = await visitor.refused_to_subscribe(MAY_SUBSCRIBE)

    assert refused == all_but(MAY_SUBSCRIBE, service)


async def test_nobody_gets_in_without_a_key(nats_server: NatsServer) -> None:
    assert await knock(nats_server, {}) == b"-ERR 'Authorization Violation'\r\n"


async def test_a_key_that_is_nobodys_does_not_get_in(nats_server: NatsServer) -> None:
    stranger = nkeys.from_seed(nkeys.encode_seed(b"7" * 32, nkeys.PREFIX_BYTE_USER))

    answer = await knock(nats_server, {"nkey": stranger.public_key.decode()}, stranger)

    assert answer == b"-ERR 'Authorization Violation'\r\n"


async def knock(server: NatsServer, who: dict[str, str], key: nkeys.KeyPair | None = None) -> bytes:
    """What the server says to a visitor, in its own words."""
    async with asyncio.timeout(PATIENCE):
        reader, writer = await asyncio.open_connection("127.0.0.1", urlsplit(server.url).port)
        hello = json.loads((await reader.readline()).removeprefix(b"INFO "))
        if key is not None:
            signature = base64.urlsafe_b64encode(key.sign(hello["nonce"].encode()))
            who = {**who, "sig": signature.decode().rstrip("=")}
        writer.write(f"CONNECT {json.dumps(who)}\r\nPING\r\n".encode())
        answer = await reader.readline()
        writer.close()
        await writer.wait_closed()
    return answer
