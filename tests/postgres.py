"""A PostgreSQL of the tests' own, that a test may stop and start again."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import psycopg
from parley_store.tables import metadata
from psycopg import sql

MISSING = "PostgreSQL is not installed (apt-get install postgresql)"
OWNER = "parley"  # may do nothing outside its databases


def find_programs() -> Path | None:
    """The folder with initdb and postgres; Debian keeps it off the PATH."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((each for each in folders if (each / "postgres").exists()), None)


class Postgres:
    """Listens on a socket in its own folder only."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        # Not below pytest's folder: PostgreSQL never runs as root, who alone may go there.
        self.folder = Path(tempfile.mkdtemp(prefix="parley-pg-"))
        self._user = "postgres" if os.getuid() == 0 else None
        if self._user:
            shutil.chown(self.folder, self._user, self._user)

    def make(self) -> None:
        """Without a database yet."""
        self._run("initdb", "--locale=C", "--encoding=UTF8", "--auth=trust", "--no-sync",
                  "--username=postgres", "--pgdata", str(self.folder / "data"))  # fmt: skip
        # What is on disk need not survive the machine, only the kills of a test.
        with (self.folder / "data" / "postgresql.conf").open("a") as conf:
            conf.write(
                f"listen_addresses = ''\nunix_socket_directories = '{self.folder}'\n"
                "fsync = off\nfull_page_writes = off\nmax_connections = 50\n"
            )
        self.start()
        self._execute("postgres", [sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(OWNER))])

    def start(self) -> None:
        """Returns when it answers."""
        self._control("start", "--log", str(self.folder / "log"))

    def stop(self) -> None:
        """At once, whoever is connected: as by `kill -9`."""
        self._control("stop", "--mode=immediate")

    def restart(self) -> None:
        self.stop()
        self.start()

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder)

    def add_database(self, name: str) -> str:
        """Its address. It is empty."""
        create = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0")
        self._execute("postgres", [create.format(sql.Identifier(name), sql.Identifier(OWNER))])
        return f"postgresql://{OWNER}@/{name}?host={self.folder}"

    def clear_database(self, name: str) -> None:
        """As a first start leaves it: to make another one takes a hundred times as long."""
        tables = [each.name for each in reversed(metadata.sorted_tables)]
        delete = sql.SQL("DELETE FROM {}")
        self._execute(name, [delete.format(sql.Identifier(each)) for each in tables])

    def disconnect_all(self) -> None:
        """As a network that fails; everybody may come again."""
        end = sql.SQL(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = {}"
        ).format(OWNER)
        self._execute("postgres", [end])

    def _execute(self, database: str, statements: Sequence[sql.Composed]) -> None:
        address = f"postgresql://postgres@/{database}?host={self.folder}"
        with psycopg.connect(address, autocommit=True) as connection, connection.pipeline():
            for statement in statements:
                connection.execute(statement)

    def _control(self, verb: str, *options: str) -> None:
        self._run("pg_ctl", verb, "--wait", "--pgdata", str(self.folder / "data"), *options)

    def _run(self, program: str, *options: str) -> None:
        # With a log of its own: a server that is started keeps what it is given.
        with (self.folder / "said").open("ab") as said:
            subprocess.run(
                [str(self._programs / program), *options],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                user=self._user,
                group=self._user,
                cwd=self.folder,
                check=True,
            )
