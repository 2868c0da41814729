"""How long from `./parley up` to the first answer.

`python -m tests.benchmarks.first_answer [--starts N] [--port P]`

Standard library only, so that it runs in a fresh clone before anything is installed. The first
line is the start that may have to install and build, the others are starts after that.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--starts", type=int, default=3)
    parser.add_argument("--port", type=int, default=8871)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for start in range(wanted.starts):
            ready, answered = measure(Path(folder) / "data", wanted.port)
            kind = "first" if start == 0 else "later"
            print(f"{kind}: ready after {ready:.1f} s, answered after {answered:.1f} s", flush=True)


def measure(data: Path, port: int) -> tuple[float, float]:
    """Seconds until everybody was ready, and until "Hello" was answered."""
    parley = [sys.executable, str(PROJECT / "parley")]
    where = ["--data", str(data)]
    began = time.monotonic()
    subprocess.run(
        [*parley, "up", "--detach", *where, "--port", str(port)],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    ready = time.monotonic() - began
    try:
        ask(port, (data / "token").read_text().strip())
        return ready, time.monotonic() - began
    finally:
        subprocess.run([*parley, "stop", *where], check=True, stdout=subprocess.DEVNULL)


def ask(port: int, token: str) -> None:
    """Returns when the echo is in the thread."""
    thread = call(port, token, "POST", "/api/threads", {})["id"]
    message = {"id": str(uuid.uuid4()), "text": "Hello"}
    call(port, token, "POST", f"/api/threads/{thread}/messages", message)
    while True:
        items = call(port, token, "GET", f"/api/threads/{thread}/messages")["items"]
        if len(items) == 2:
            assert items[1]["text"] == "Echo: Hello", items[1]["text"]
            return
        time.sleep(0.01)


def call(port: int, token: str, method: str, path: str, body: object = None):  # type: ignore[no-untyped-def]  # whatever the API answers
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}",
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


if __name__ == "__main__":
    main()
