"""`./parley backup` and `restore` while Parley does not run."""

import asyncio
import sqlite3
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from parley_cli.backup import back_up, restore
from parley_cli.failures import LauncherFailure
from parley_cli.folder import DataFolder, FolderLock, open_folder
from parley_store.schema import bring_up_to_date
from parley_store.sqlite import SqliteFile


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    """As a Parley that ran once left it."""
    folder = open_folder(tmp_path / "p")
    store = folder.service_folder("store")
    store.mkdir()
    asyncio.run(bring_up_to_date(SqliteFile(store / "parley.db"), datetime.now(UTC)))
    write_word(folder, "first")
    (folder.nats / "js").mkdir(parents=True)
    (folder.nats / "js" / "streams").write_text("of today")
    folder.token_file.write_text("token\n")
    folder.service_folder("agent-runner").mkdir()
    (folder.service_folder("agent-runner") / "secrets.json").write_text("{}")
    return folder


def write_settings(folder: DataFolder, word: str) -> None:
    """What a person wrote or approved beside the database."""
    for name in ("mcp.json", "mcp-approved.json", "hooks.json"):
        (folder.service_folder("agent-runner") / name).write_text(f"{word} {name}")
    for skills in ("skills", ".agents/skills"):
        skill = folder.path / skills / "garden"
        skill.mkdir(parents=True, exist_ok=True)
        (skill / "SKILL.md").write_text(f"{word} {skills}")


def read_settings(folder: Path, runner: Path, hidden: str) -> list[str]:
    files = [runner / name for name in ("mcp.json", "mcp-approved.json", "hooks.json")]
    files += [folder / skills / "garden" / "SKILL.md" for skills in ("skills", hidden)]
    return [file.read_text() for file in files]


def write_word(folder: DataFolder, word: str) -> None:
    database = sqlite3.connect(folder.service_folder("store") / "parley.db")
    database.execute("INSERT OR REPLACE INTO settings VALUES ('word', ?)", (word,))
    database.commit()
    database.close()


def read_word(store: Path) -> str:
    database = sqlite3.connect(store / "parley.db")
    found = database.execute("SELECT value FROM settings WHERE name = 'word'").fetchone()
    database.close()
    return str(found[0])


def test_what_was_backed_up_comes_back_and_what_was_there_is_put_aside(
    folder: DataFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    back_up(folder, tmp_path / "copy", with_keys=True)
    write_word(folder, "second")
    folder.token_file.write_text("another\n")

    restore(folder, tmp_path / "copy")

    assert read_word(folder.service_folder("store")) == "first"
    assert folder.token_file.read_text() == "token\n"
    assert not (folder.nats / "js").exists()
    (aside,) = folder.path.glob("before-restore-*")
    assert read_word(aside / "store") == "second"
    assert (aside / "token").read_text() == "another\n"
    assert f"What was there before is in {aside}" in capsys.readouterr().out


def test_servers_hooks_and_skills_come_back_with_it(folder: DataFolder, tmp_path: Path) -> None:
    write_settings(folder, "old")
    back_up(folder, tmp_path / "copy", with_keys=False)
    write_settings(folder, "new")

    restore(folder, tmp_path / "copy")

    (aside,) = folder.path.glob("before-restore-*")
    names = ["mcp.json", "mcp-approved.json", "hooks.json", "skills", ".agents/skills"]
    runner = folder.service_folder("agent-runner")
    assert read_settings(folder.path, runner, ".agents/skills") == [f"old {each}" for each in names]
    assert read_settings(aside, aside, "agents-skills") == [f"new {each}" for each in names]
    assert folder.token_file.read_text() == "token\n"


def test_what_a_backup_knows_not_is_put_aside(folder: DataFolder, tmp_path: Path) -> None:
    back_up(folder, tmp_path / "copy", with_keys=False)
    write_settings(folder, "new")

    restore(folder, tmp_path / "copy")

    assert not (folder.service_folder("agent-runner") / "mcp.json").exists()
    assert not (folder.path / "skills").exists()


def test_keys_are_apart_and_their_owner_s_only(
    folder: DataFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder.service_folder("agent-runner") / "mcp.json").write_text("{}")
    back_up(folder, tmp_path / "with", with_keys=True)
    back_up(folder, tmp_path / "without", with_keys=False)

    keys = tmp_path / "with" / "keys"
    assert {each.name for each in keys.iterdir()} == {"token", "secrets.json"}
    settings = tmp_path / "without" / "settings"
    assert {each.name for each in settings.iterdir()} == {"mcp.json"}
    for each in (*keys.iterdir(), *settings.iterdir()):
        assert stat.S_IMODE(each.stat().st_mode) == 0o600
    assert not (tmp_path / "without" / "keys").exists()
    assert "keep it apart" in capsys.readouterr().out


def test_a_backup_overwrites_nothing(folder: DataFolder, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("mine")

    with pytest.raises(LauncherFailure, match="is not empty"):
        back_up(folder, tmp_path / "full", with_keys=True)


def test_a_running_parley_is_not_restored_over(folder: DataFolder, tmp_path: Path) -> None:
    back_up(folder, tmp_path / "copy", with_keys=False)
    lock = FolderLock(folder)
    assert lock.take()

    with pytest.raises(LauncherFailure, match=r"stop it first with \./parley stop"):
        restore(folder, tmp_path / "copy")

    lock.release()


def test_a_newer_backup_is_refused_and_nothing_changed(folder: DataFolder, tmp_path: Path) -> None:
    back_up(folder, tmp_path / "copy", with_keys=True)
    newer = sqlite3.connect(tmp_path / "copy" / "parley.db")
    newer.execute("UPDATE alembic_version SET version_num = '9999'")
    newer.commit()
    newer.close()

    with pytest.raises(LauncherFailure, match="made by a newer Parley"):
        restore(folder, tmp_path / "copy")

    assert read_word(folder.service_folder("store")) == "first"
    assert not list(folder.path.glob("before-restore-*"))


def test_a_database_on_a_server_is_neither_copied_nor_put_back(
    folder: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARLEY_STORE_DATABASE_URL", "postgresql://ada:geheim@db/parley")

    with pytest.raises(LauncherFailure, match=r"docs/howto/postgresql\.md"):
        back_up(folder, tmp_path / "copy", with_keys=False)
    with pytest.raises(LauncherFailure, match=r"docs/howto/postgresql\.md"):
        restore(folder, tmp_path / "copy")

    assert not (tmp_path / "copy").exists()
    assert read_word(folder.service_folder("store")) == "first"
