"""What the page costs in headless Chromium: its first load, opening a thread, each token.

`python -m tests.benchmarks.browser`

The page is the built one, under its real policy; the Parley behind it is the preview's pretended
one, so that only the browser is measured. One line per measure; docs/performance.md keeps them.
"""

import gzip
import os
import re
import signal
import statistics
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from parley_cli.browser import find_chromium
from parley_cli.frontend import build_pages, prepare_frontend_tests
from playwright.sync_api import CDPSession, Page, sync_playwright

from tests.ports import free_port

PROJECT = Path(__file__).parents[2]
FRONTEND = PROJECT / "services" / "web" / "frontend"
CHUNK = 21  # characters, at 125 chunks a second: the preview's "bench" reply
FLAGS = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]
TIMES = 5

WATCH_TASKS = """() => {
  window.longTasks = [];
  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) window.longTasks.push(Math.round(task.duration));
  }).observe({ entryTypes: ["longtask"] });
}"""
# Playwright's own way of waiting looks with every frame, which would count as the page's work.
ANSWERED = """async () => {
  const begun = () => document.querySelector('article[aria-busy="true"]');
  while (!begun()) await new Promise((resolve) => setTimeout(resolve, 50));
  while (begun()) await new Promise((resolve) => setTimeout(resolve, 200));
}"""
OPEN = """async ([threadId, text]) => {
  const began = performance.now();
  document.querySelector(`a[href="/chat/${threadId}"]`).click();
  for (;;) {
    await new Promise(requestAnimationFrame);
    const log = document.querySelector(".log");
    const last = [...(log?.querySelectorAll("article.turn") ?? [])].at(-1);
    const atEnd = log && log.scrollHeight - log.scrollTop - log.clientHeight < 60;
    if (last?.textContent.includes(text) && atEnd) return performance.now() - began;
  }
}"""


@contextmanager
def preview() -> Iterator[str]:
    port = free_port()
    environment = {**prepare_frontend_tests(PROJECT), "PORT": str(port), "BENCH": "1"}
    command = ["node", "tests/preview/serve.mjs"]
    with subprocess.Popen(command, cwd=FRONTEND, env=environment, start_new_session=True) as server:
        address = f"http://127.0.0.1:{port}"
        until_answered(address)
        yield address
        os.killpg(server.pid, signal.SIGKILL)  # what is called node may have started it


def until_answered(address: str) -> None:
    for _ in range(600):
        try:
            httpx.get(address)
            return
        except httpx.TransportError:
            time.sleep(0.1)
    raise TimeoutError(address)


def measure_first_load() -> float:
    """KB of JavaScript, compressed, that the first page asks for."""
    page = (FRONTEND / "dist" / "index.html").read_text()
    scripts = re.findall(r'(?:src|href)="(/assets/[^"]+\.js)"', page)
    files = (FRONTEND / "dist" / name.lstrip("/") for name in scripts)
    return sum(len(gzip.compress(file.read_bytes())) for file in files) / 1024


def script_seconds(devtools: CDPSession) -> float:
    metrics = devtools.send("Performance.getMetrics")["metrics"]
    return float(next(each["value"] for each in metrics if each["name"] == "ScriptDuration"))


def stream_into(page: Page, address: str, thread_id: str) -> tuple[float, list[int]]:
    """Milliseconds of script per chunk of a 20 KB answer, and the long tasks in ms."""
    page.goto(f"{address}/chat/{thread_id}")
    field = page.get_by_role("textbox", name="Message", exact=True)
    field.wait_for()
    page.wait_for_timeout(2000)  # what is loaded when the page has come to rest is not the stream's
    devtools = page.context.new_cdp_session(page)
    devtools.send("Performance.enable")
    page.evaluate(WATCH_TASKS)
    before = script_seconds(devtools)
    field.fill("bench huge")
    field.press("Enter")
    answer = page.locator("article.turn.voice").last
    page.evaluate(ANSWERED)
    spent = (script_seconds(devtools) - before) * 1000
    chunks = len(answer.locator(".md").inner_text()) / CHUNK
    return spent / chunks, page.evaluate("window.longTasks")


def open_threads(page: Page, address: str, thread_id: str, text: str) -> list[float]:
    """Milliseconds from the click in the list to the thread's end on the screen, each time anew."""
    found = []
    for _ in range(TIMES):
        page.goto(address)
        page.locator(f'a[href="/chat/{thread_id}"]').wait_for()
        page.wait_for_timeout(1000)
        found.append(page.evaluate(OPEN, [thread_id, text]))
    return found


def main() -> None:
    build_pages(PROJECT)
    print(f"first load: {measure_first_load():.0f} KB of JavaScript, gzip")
    with preview() as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(find_chromium()), args=FLAGS)
        page = chromium.new_page(viewport={"width": 1280, "height": 800})
        page.goto(f"{address}/#token=preview")
        page.get_by_role("textbox", name="Message", exact=True).wait_for()
        opened = {
            "2,000 messages": ("thousands", "Message number 999"),
            "10,000 tool calls": ("calls", "All called."),
            "3,000 nested quotes": ("quotes", "deep"),
            "5 MB of text": ("huge", "word"),
        }
        for name, (thread_id, text) in opened.items():
            took = open_threads(page, address, thread_id, text)
            print(f"opening {name}: median {statistics.median(took):.0f} ms, most {max(took):.0f}")
        for name, thread_id in {"10": "ten", "2,000": "thousands"}.items():
            per_chunk, tasks = stream_into(page, address, thread_id)
            print(f"streaming into {name} messages: {per_chunk:.2f} ms of script a chunk")
            print(f"long tasks meanwhile: {tasks}")
        chromium.close()
    print(f"load average {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
