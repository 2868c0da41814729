"""One person at the HTTP API: asks until there is an answer, however often the line breaks."""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any

import httpx

from tests.chaos.plan import PATIENCE

ONE_TRY = 15.0  # seconds
PAUSE = (0.1, 1.0)  # seconds between two tries


class Complaint(Exception):
    """What must never happen to a person, in a sentence."""


@dataclass
class Person:
    client: httpx.AsyncClient
    random: Random
    patience: float = PATIENCE
    tries: Counter[str] = field(default_factory=Counter)  # by outcome

    async def ask(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        """The status and the JSON of the first answer that is final; outages are waited out.

        Raises Complaint.
        """
        give_up = time.monotonic() + self.patience
        while time.monotonic() < give_up:
            answer = await self._try(method, path, body)
            if answer is not None:
                return answer.status_code, answer.json() if answer.content else None
            await asyncio.sleep(self.random.uniform(*PAUSE))
        raise Complaint(f"{method} {path} got no answer for {self.patience:.0f} s")

    async def _try(self, method: str, path: str, body: object) -> httpx.Response | None:
        try:
            answer = await self.client.request(method, f"/api{path}", json=body)
        except httpx.TransportError:
            self.tries["no line"] += 1
            return None
        self.tries[str(answer.status_code)] += 1
        if answer.status_code == 500:
            raise Complaint(f"{method} {path} failed: {answer.text[:300]}")
        return None if answer.status_code in (429, 502, 503, 504) else answer


def open_client(address: str, token: str) -> httpx.AsyncClient:
    headers = {"Authorization": f"Bearer {token}"}
    limits = httpx.Limits(max_connections=64)
    return httpx.AsyncClient(base_url=address, headers=headers, timeout=ONE_TRY, limits=limits)
