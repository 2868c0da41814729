"""The data directory belongs to its owner, to Parley, and to one launcher at a time."""

import stat
from pathlib import Path

import pytest
from parley_cli.failures import FolderRefused, ForeignFolder
from parley_cli.folder import FolderLock, is_running, locate_folder, open_folder


def test_nobody_else_may_look_into_it(tmp_path: Path) -> None:
    folder = open_folder(tmp_path / "parley")

    modes = {stat.S_IMODE(path.stat().st_mode) for path in (folder.path, folder.run, folder.logs)}
    assert modes == {0o700}


def test_a_folder_with_somebody_elses_things_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    tmp_path.chmod(0o755)

    with pytest.raises(ForeignFolder, match="holds something that is not Parley's"):
        open_folder(tmp_path)

    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_file_in_its_place_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(FolderRefused, match="name another folder with --data"):
        open_folder(tmp_path / "file" / "parley")


def test_one_launcher_at_a_time_holds_it(tmp_path: Path) -> None:
    folder = open_folder(tmp_path / "parley")
    first, second = FolderLock(folder), FolderLock(folder)

    assert first.take()
    assert is_running(folder)
    assert not second.take()

    first.release()
    assert not is_running(folder)
    assert second.take()
    second.release()


def test_looking_whether_it_runs_makes_no_folder(tmp_path: Path) -> None:
    assert not is_running(locate_folder(tmp_path / "parley"))
    assert not (tmp_path / "parley").exists()
