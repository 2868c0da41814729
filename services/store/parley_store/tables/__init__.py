"""Every table of the store. What changes them is in migrations/."""

from parley_store.tables.conversation import (
    agents,
    chats,
    message_versions,
    messages,
    refusals,
    stops,
    threads,
    tombstones,
    unanswered,
)
from parley_store.tables.dead import dead_letters
from parley_store.tables.house import (
    api_keys,
    file_uses,
    files,
    settings,
    signins,
    uploads,
    workspace,
)
from parley_store.tables.keys import metadata
from parley_store.tables.running import (
    approvals,
    compactions,
    is_open,
    queries,
    remembered,
    steps,
    turns,
)
from parley_store.tables.telegram import (
    telegram_chats,
    telegram_codes,
    telegram_deliveries,
    telegram_guesses,
    telegram_joined,
    telegram_people,
    telegram_sendings,
    telegram_updates,
)
from parley_store.tables.told import cursors, events, outbox
from parley_store.tables.used import usage

__all__ = [
    "agents",
    "api_keys",
    "approvals",
    "chats",
    "compactions",
    "cursors",
    "dead_letters",
    "events",
    "file_uses",
    "files",
    "is_open",
    "message_versions",
    "messages",
    "metadata",
    "outbox",
    "queries",
    "refusals",
    "remembered",
    "settings",
    "signins",
    "steps",
    "stops",
    "telegram_chats",
    "telegram_codes",
    "telegram_deliveries",
    "telegram_guesses",
    "telegram_joined",
    "telegram_people",
    "telegram_sendings",
    "telegram_updates",
    "threads",
    "tombstones",
    "turns",
    "unanswered",
    "uploads",
    "usage",
    "workspace",
]
