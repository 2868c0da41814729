"""A service's JSON log line as people read it."""

import json
from datetime import datetime

SAID_ELSEWHERE = {"time", "level", "service", "logger", "text", "error"}


def make_readable(line: str) -> list[str]:
    """One line or, with a traceback, several; a line that is no JSON of ours stays as it is."""
    try:
        said = json.loads(line)
    except ValueError:
        return [harmless(line)]
    if not isinstance(said, dict) or "text" not in said:
        return [harmless(line)]
    level = "" if said.get("level") == "info" else f"{said.get('level')}: "
    facts = "".join(f" {name}={said[name]}" for name in said if name not in SAID_ELSEWHERE)
    whole = f"{_clock(str(said.get('time')))} {level}{said['text']}{facts}"
    return [harmless(each) for each in (whole, *str(said.get("error") or "").splitlines())]


def _clock(time: str) -> str:
    try:
        return f"{datetime.fromisoformat(time).astimezone():%H:%M:%S}"
    except ValueError:
        return time


def harmless(text: str) -> str:
    """Without what a terminal would obey."""
    return "".join(each if each.isprintable() or each == "\t" else "?" for each in text)
