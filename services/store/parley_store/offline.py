"""Copies the store's folder while no store runs: `python -m parley_store.offline backup A B`."""

import sqlite3
import sys
from pathlib import Path

from parley_shared.settings import SettingsWrong

from parley_store.archive import ArchiveRefused, put_back, write_archive
from parley_store.backing import NO_FILE, CannotCopy
from parley_store.database import utc_now
from parley_store.opening import FolderInUse, alone, choose_backing
from parley_store.schema import NEWEST
from parley_store.settings import StoreSettings


def main(verb: str, source: Path, target: Path) -> None:
    """Raises CannotCopy, ArchiveRefused, FolderInUse, OSError, sqlite3.Error."""
    if StoreSettings.from_env().store_database_url is not None:
        raise CannotCopy(NO_FILE)
    if verb == "restore":
        put_back(source, target, NEWEST)
        return
    with alone(source):
        write_archive(source, choose_backing(source, None), target, utc_now())


if __name__ == "__main__":
    try:
        main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
    except (ArchiveRefused, CannotCopy, FolderInUse, SettingsWrong) as error:
        sys.exit(str(error))
    except (OSError, sqlite3.Error) as error:
        sys.exit(str(error))
