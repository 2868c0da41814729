"""What `./parley bench` lists, and what it can't run."""

from pathlib import Path

import pytest
from parley_cli.bench import (
    BENCHMARKS,
    UnknownBenchmark,
    list_benchmarks,
    run_benchmarks,
    write_table,
)
from parley_cli.failures import SourceMissing
from parley_cli.services import PROJECT


def test_each_is_listed_with_what_it_says_of_itself(tmp_path: Path) -> None:
    (tmp_path / "quick.py").write_text('"""How quick it is.\n\nIn seconds.\n"""\n')
    (tmp_path / "a_little.py").write_text('"""How much."""\n')

    assert write_table(list_benchmarks(tmp_path)) == [
        "benchmark  measures",
        "a_little   How much.",
        "quick      How quick it is.",
    ]


def test_all_there_are_say_what_they_measure_and_can_be_run_by_their_names() -> None:
    known = list_benchmarks(PROJECT / BENCHMARKS)

    assert "wires" in known
    for name, says in known.items():
        text = (PROJECT / BENCHMARKS / f"{name}.py").read_text()
        assert says.endswith("."), name
        assert f"`python -m tests.benchmarks.{name}" in text
        assert 'if __name__ == "__main__":' in text


def test_an_unknown_one_is_named_with_all_there_are() -> None:
    with pytest.raises(UnknownBenchmark, match=r"no benchmark 'speed': name some of .*wires"):
        run_benchmarks(["wires", "speed"])


def test_each_is_run_and_the_first_failure_is_how_it_ends(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / BENCHMARKS
    folder.mkdir(parents=True)
    for name, code in {"well": 0, "ill": 3, "worse": 4}.items():
        (folder / f"{name}.py").write_text(f'"""A test."""\n\nprint("{name}!")\nexit({code})\n')

    assert run_benchmarks(["well"], tmp_path) == 0
    assert run_benchmarks(["ill", "well", "worse"], tmp_path) == 3
    assert "== ill\nill!\n== well\nwell!\n== worse\nworse!\n" in capfd.readouterr().out


def test_without_the_tests_folder_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(SourceMissing, match=r"\./parley bench needs the tests folder"):
        list_benchmarks(tmp_path)
