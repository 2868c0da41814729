"""Whether there is something to run code in."""

import socket
import threading
from pathlib import Path

from parley_cli.code_engine import NO_ENGINE, CodeEngine, find_engine


def test_an_engine_that_does_not_answer_is_none(tmp_path: Path) -> None:
    nobody = f"unix://{tmp_path / 'nobody.sock'}"

    assert find_engine({"DOCKER_HOST": nobody}) == CodeEngine(NO_ENGINE)


def test_an_engine_that_answers_is_found(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "s"))
        server.listen()

        def answer() -> None:
            line, _ = server.accept()
            line.recv(1000)
            line.sendall(b"HTTP/1.0 200 OK\r\n\r\nOK")
            line.close()

        answering = threading.Thread(target=answer)
        answering.start()
        found = find_engine({"DOCKER_HOST": f"unix://{tmp_path / 's'}"})
        answering.join()

    assert found == CodeEngine()


def test_off_is_said_and_another_back_end_is_left_to_the_sandbox() -> None:
    assert find_engine({"PARLEY_SANDBOX_BACKEND": "off"}).why_not is not None
    assert find_engine({"PARLEY_SANDBOX_BACKEND": "bwrap"}) == CodeEngine()
