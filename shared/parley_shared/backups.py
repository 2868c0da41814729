"""Backups of what the store keeps: made while everything goes on."""

from datetime import datetime

from parley_shared.models import Model
from parley_shared.questions import Done, Question


class Backup(Model):
    id: str
    made_at: datetime
    database_schema: str
    files: int
    bytes: int
    place: str  # the folder, on the store's machine


class Backups(Model):
    backups: tuple[Backup, ...]  # newest first


class MakeBackup(Question[Backup]):
    """Database and files, consistent; the keys are not the store's. Raises BackupFailed."""

    verb = "backup.make"
    answer = Backup
    backup_id: str  # the same again gives the same backup


class ListBackups(Question[Backups]):
    verb = "backup.list"
    answer = Backups


class DropBackup(Question[Done]):
    verb = "backup.drop"
    answer = Done
    backup_id: str
