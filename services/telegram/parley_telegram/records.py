"""The store's memory of what was sent, as the functions that senders take."""

from parley_shared.bus import Bus
from parley_shared.telegram import GetSendings, MarkSending, Sending

from parley_telegram.asking import insist


class StoreRecords:
    def __init__(self, bus: Bus) -> None:
        self._bus = bus

    async def read(self, chat: str, key: str) -> dict[int, Sending]:
        found = await insist(self._bus, GetSendings(chat=chat, key=key))
        return {sending.part: sending for sending in found.sendings}

    async def keep(self, chat: str, key: str, thread_id: str | None, sending: Sending) -> None:
        question = MarkSending(chat=chat, key=key, thread_id=thread_id, sending=sending)
        await insist(self._bus, question)
