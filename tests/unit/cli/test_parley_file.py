"""The file that everything starts with runs before anything is installed."""

import ast
import sys
from pathlib import Path

PROJECT = Path(__file__).parents[3]
BEFORE_ANYTHING_IS_INSTALLED = [PROJECT / "parley", PROJECT / "cli/parley_cli/install.py"]


def test_parley_is_short() -> None:
    assert len((PROJECT / "parley").read_text().splitlines()) <= 40


def test_it_needs_the_standard_library_only() -> None:
    imported = {name for path in BEFORE_ANYTHING_IS_INSTALLED for name in imports_of(path)}

    assert imported - sys.stdlib_module_names == {"parley_cli"}


def imports_of(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def test_old_pythons_can_read_it_far_enough_to_say_that_they_are_too_old() -> None:
    ast.parse((PROJECT / "parley").read_text(), feature_version=(3, 5))


def test_no_lock_names_an_address() -> None:
    for lock in PROJECT.glob("requirements*.lock"):
        text = lock.read_text()
        assert "://" not in text and "--find-links" not in text, lock.name
