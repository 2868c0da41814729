"""No file may run code at every start of Python unless we know it."""

from pathlib import Path

from parley_cli.pth import find_unexpected_pth


def test_a_pth_file_that_nobody_listed_is_found(tmp_path: Path) -> None:
    (tmp_path / "allowed").write_text("ours.pth\n")
    for name in ("ours.pth", "litellm_init.pth", "module.py"):
        (tmp_path / name).write_text("")

    assert find_unexpected_pth(tmp_path / "allowed", tmp_path) == ["litellm_init.pth"]
