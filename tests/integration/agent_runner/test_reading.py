"""Pages are read in processes of their own: one that takes too long harms no other."""

import asyncio
import os
import sys
from pathlib import Path

import pytest
from parley_agent_runner.tools.apart import AT_ONCE, PageReader
from parley_agent_runner.tools.declaration import ToolFailed

from tests.waiting import PATIENCE

URL = "https://garden.example/tomatoes"
ARTICLE = """<html><head><title>Growing tomatoes</title></head><body><nav>Home</nav>
<article><h1>Growing tomatoes</h1><p>Tomatoes want warmth, and water at their feet and not on their
leaves, once every day in summer.</p><p>Plänt them in the middle of May.</p></article></body>"""
ENDLESS = (sys.executable, "-c", "while True: pass")


async def test_a_page_is_read_without_what_is_around_it() -> None:
    text = await PageReader(longest=PATIENCE).extract(ARTICLE, URL)

    assert text.startswith("Growing tomatoes\n\n")
    assert "Plänt them in the middle of May." in text
    assert "Home" not in text


async def test_pages_that_take_too_long_are_given_up_and_keep_no_other_waiting() -> None:
    reader = PageReader(ENDLESS, longest=0.2)

    async with asyncio.timeout(PATIENCE):
        tries = [reader.extract(ARTICLE, URL) for _ in range(2 * AT_ONCE)]
        told = await asyncio.gather(*tries, return_exceptions=True)

    assert [str(each) for each in told] == [
        f"{URL} was fetched, but reading it took longer than 0.2 s."
    ] * (2 * AT_ONCE)


async def test_a_page_for_which_no_place_gets_free_is_an_error_that_says_so() -> None:
    reader = PageReader(ENDLESS, longest=PATIENCE, waits=0.1)
    *read, last = [asyncio.create_task(reader.extract(ARTICLE, URL)) for _ in range(AT_ONCE + 1)]

    with pytest.raises(ToolFailed, match=r"^Too many pages are being read; try again\.$"):
        await last

    for each in read:
        each.cancel()
    await asyncio.wait(read)


async def test_who_waits_no_longer_leaves_no_process_behind(tmp_path: Path) -> None:
    place = tmp_path / "pid"
    tells = f"import os, pathlib; pathlib.Path({str(place)!r}).write_text(str(os.getpid()))"
    program = (sys.executable, "-c", f"{tells}\nwhile True: pass")
    reading = asyncio.create_task(PageReader(program, longest=PATIENCE).extract(ARTICLE, URL))
    async with asyncio.timeout(PATIENCE):
        while not (place.exists() and place.read_text()):
            await asyncio.sleep(0.01)

    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading

    with pytest.raises(ProcessLookupError):
        os.kill(int(place.read_text()), 0)


async def test_a_page_at_which_the_reader_breaks_is_an_error_for_the_model() -> None:
    broken = (sys.executable, "-c", "import os, signal; os.kill(os.getpid(), signal.SIGXCPU)")

    with pytest.raises(ToolFailed, match="could not be read"):
        await PageReader(broken, longest=PATIENCE).extract(ARTICLE, URL)


async def test_a_reader_is_told_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    tells = (sys.executable, "-c", "import os; print(sorted(os.environ))")

    told = await PageReader(tells, longest=PATIENCE).extract(ARTICLE, URL)

    assert "PATH" in told
    assert "OPENAI" not in told
