"""Backups: the store's database and files, settings beside them, keys apart; and the way back."""

import asyncio
import shutil
import subprocess
import sys
import time
from pathlib import Path

from parley_shared.backups import Backup, DropBackup, MakeBackup
from parley_shared.errors import ParleyError
from parley_shared.ids import uuid7

from parley_cli.admin import connect_admin
from parley_cli.belongings import copy_out, list_keys, list_settings, put_back
from parley_cli.failures import LauncherFailure
from parley_cli.folder import DataFolder, FolderLock, is_running
from parley_cli.nats_conf import NatsFiles
from parley_cli.services import SERVICES, find_variables, pick_variables
from parley_cli.state import running_state

MADE_WITHIN = 600.0  # seconds
KEYS = "keys"
SETTINGS = "settings"


def back_up(folder: DataFolder, target: Path, *, with_keys: bool) -> None:
    """Whole or not at all, whether Parley runs or not. Raises LauncherFailure."""
    target = target.expanduser().absolute()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise LauncherFailure(f"{target} is not empty: name a folder that is new or empty")
    draft = target.with_name(f"{target.name}.draft")
    try:
        shutil.rmtree(draft, ignore_errors=True)
        draft.parent.mkdir(parents=True, exist_ok=True)
        if is_running(folder):
            asyncio.run(_fetch_from_store(folder, draft))
        else:
            run_offline("backup", folder.service_folder("store"), draft)
        copy_out(list_settings(folder), draft / SETTINGS)
        keys = copy_out(list_keys(folder), draft / KEYS) if with_keys else []
        draft.replace(target)
    except OSError as error:
        raise LauncherFailure(f"{target} can't be written: {error}") from error
    print(f"Backed up to {target}")
    if keys:
        print(
            f"{target / KEYS} holds {' and '.join(keys)}: keep it apart, for whoever has it can "
            "sign in and use your models"
        )


def restore(folder: DataFolder, source: Path) -> None:
    """What was there is put aside and not lost. Raises LauncherFailure."""
    source = source.expanduser().absolute()
    lock = FolderLock(folder)
    if not lock.take():
        raise LauncherFailure(f"Parley runs in {folder.path}: stop it first with ./parley stop")
    try:
        restored = folder.path / "restored"
        shutil.rmtree(restored, ignore_errors=True)
        run_offline("restore", source, restored)
        aside = _put_aside(folder)
        restored.replace(folder.service_folder("store"))
        for name, belongings in ((KEYS, list_keys(folder)), (SETTINGS, list_settings(folder))):
            if (source / name).is_dir():
                put_back(belongings, source / name, aside)
    except OSError as error:
        raise LauncherFailure(f"{folder.path} can't be restored: {error}") from error
    finally:
        lock.release()
    print(f"Restored from {source}: start it with ./parley up")
    if any(aside.iterdir()):
        print(f"What was there before is in {aside}: remove it when you do not need it any longer")
    else:
        aside.rmdir()


def run_offline(verb: str, source: Path, target: Path) -> None:
    """By the store's own code, for nobody else knows its tables. Raises LauncherFailure."""
    command = [sys.executable, "-m", "parley_store.offline", verb, str(source), str(target)]
    store = next(service for service in SERVICES if service.name == "store")
    environment = pick_variables(store, find_variables())
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if done.returncode:
        raise LauncherFailure(done.stderr.strip().splitlines()[-1])


async def _fetch_from_store(folder: DataFolder, draft: Path) -> None:
    files = NatsFiles(folder.nats, running_state(folder).nats_port)
    try:
        async with connect_admin(files) as bus:
            question = MakeBackup(backup_id=f"cli-{uuid7()}")
            made: Backup = await bus.ask(question, timeout=MADE_WITHIN)
            await asyncio.to_thread(shutil.copytree, made.place, draft)
            await bus.ask(DropBackup(backup_id=made.id))
    except ParleyError as error:
        raise LauncherFailure(f"The store made no backup: {error}") from error


def _put_aside(folder: DataFolder) -> Path:
    """JetStream too: what it holds is about a later time than the backup's."""
    aside = folder.path / f"before-restore-{time.strftime('%Y%m%dT%H%M%S')}"
    aside.mkdir(mode=0o700)
    for old in (folder.service_folder("store"), folder.nats / "js"):
        if old.exists():
            old.replace(aside / old.name)
    return aside
