"""Backups: made now, and listed."""

from parley_shared.backups import Backup, Backups, ListBackups, MakeBackup
from parley_shared.frames import NewBackup
from parley_shared.ids import uuid7

from parley_web.web import Here, make_router

router = make_router("/api/backups", "backups")

MADE_WITHIN = 120.0  # seconds


@router.get("")
async def list_backups(web: Here) -> Backups:
    """Newest first; the store keeps five."""
    return await web.bus.ask(ListBackups())


@router.post("", status_code=201)
async def make_backup(new: NewBackup, web: Here) -> Backup:
    """The database and the files, while everything goes on; keys are left out."""
    question = MakeBackup(backup_id=new.id or uuid7())
    return await web.bus.ask(question, timeout=MADE_WITHIN)
