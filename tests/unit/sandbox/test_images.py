"""By what the image that code runs in is known."""

from pathlib import Path

from parley_sandbox.images import hash_recipe


def write_recipe(folder: Path, supervisor: str) -> Path:
    package = folder / "parley_supervisor"
    package.mkdir(parents=True)
    (folder / "Dockerfile").write_text("FROM scratch")
    (package / "program.py").write_text(supervisor)
    return package


def test_another_supervisor_is_another_image(tmp_path: Path) -> None:
    write_recipe(tmp_path / "one", "1")
    write_recipe(tmp_path / "other", "2")

    assert hash_recipe(tmp_path / "one") != hash_recipe(tmp_path / "other")


def test_what_python_compiles_beside_it_is_not_in_it(tmp_path: Path) -> None:
    package = write_recipe(tmp_path, "1")
    before = hash_recipe(tmp_path)

    (package / "__pycache__").mkdir()
    for name in ("program.cpython-312.pyc", "program.cpython-312.pyc.140234866"):
        (package / "__pycache__" / name).write_bytes(b"half of it")

    assert hash_recipe(tmp_path) == before
