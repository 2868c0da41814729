"""Log files are started anew, and followed over that."""

from pathlib import Path

from parley_cli.logs import LogReader, empty_log, follow_logs, rotate_log


def test_a_new_start_keeps_the_last_three_logs(tmp_path: Path) -> None:
    log = tmp_path / "web.log"

    for n in range(1, 6):
        log.write_text(f"start {n}\n")
        rotate_log(log)

    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        "web.log.1": "start 5\n",
        "web.log.2": "start 4\n",
        "web.log.3": "start 3\n",
    }


def test_a_small_log_goes_on_when_its_process_starts_again(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    log.write_text("short\n")

    rotate_log(log, above=100)

    assert [path.name for path in tmp_path.iterdir()] == ["web.log"]


def test_only_whole_lines_are_shown_and_none_is_missed(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    reader = LogReader(log)
    seen = [*reader.new_lines()]

    for piece in ("one\ntw", "o\n", "", "three\n"):
        with log.open("a") as file:
            file.write(piece)
        seen.append("|".join(reader.new_lines()))

    assert seen == ["one", "two", "", "three"]


def test_a_log_that_was_started_anew_is_followed_from_its_beginning(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    log.write_text("a long first line\n")
    reader = LogReader(log)
    assert [*reader.new_lines()] == ["a long first line"]

    rotate_log(log)
    log.write_text("short\n")

    assert [*reader.new_lines()] == ["short"]


def test_what_was_written_just_before_the_end_is_shown(tmp_path: Path) -> None:
    web, store = tmp_path / "web.log", tmp_path / "store.log"
    web.write_text("served\n")
    store.write_text("kept\n")
    shown: list[tuple[str, str]] = []

    follow_logs({"web": web, "store": store}, lambda *line: shown.append(line), lambda: True)

    assert shown == [("web", "served"), ("store", "kept")]


def test_of_a_long_log_the_last_lines_are_shown(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    log.write_text("".join(f"line {n}\n" for n in range(10_000)))
    shown: list[str] = []

    follow_logs({"web": log}, lambda _, line: shown.append(line), lambda: True, at_first=2)

    assert shown == ["line 9998", "line 9999"]


def test_a_log_that_is_not_there_yet_is_followed_once_it_is(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    shown: list[str] = []

    def write_and_end() -> bool:
        log.write_text("started\n")
        return True

    follow_logs({"web": log}, lambda _, line: shown.append(line), write_and_end, at_first=2)

    assert shown == ["started"]


def test_a_log_that_is_written_to_is_emptied_and_goes_on(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    with log.open("ab", buffering=0) as writer:
        for n in range(1, 6):
            writer.write(f"long line {n}\n".encode())
            empty_log(log, above=5)
        writer.write(b"on\n")
        empty_log(log, above=5)

    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        "web.log": "on\n",
        "web.log.1": "long line 5\n",
        "web.log.2": "long line 4\n",
        "web.log.3": "long line 3\n",
    }
