"""Log lines as JSON on stderr: one line each, bounded, harmless to a terminal, without secrets."""

import json
import logging
import sys
from datetime import UTC, datetime

from parley_shared.redaction import redact

LONGEST_TEXT = 2_000  # characters
LONGEST_TRACE = 8_000  # characters; its end says most
USUAL = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class JsonFormatter(logging.Formatter):
    def __init__(self, service: str) -> None:
        super().__init__()
        self._service = service

    def format(self, record: logging.LogRecord) -> str:
        """What was given as `extra` stands beside the text, under its own name."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, str | int | float | bool | None] = {
            "time": at.replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "service": self._service,
            "logger": record.name,
            "text": _head(redact(record.getMessage())),
        }
        for name, value in vars(record).items():
            if name not in USUAL and name not in line:
                line[name] = _bounded(value)
        if record.exc_info:
            line["error"] = _tail(redact(self.formatException(record.exc_info)))
        # ASCII only: what a terminal would obey is escaped, and so is DEL, which JSON lets pass.
        return json.dumps(line, ensure_ascii=True).replace("\x7f", "\\u007f")


def start_logging(service: str, level: str) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter(service))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    logging.captureWarnings(True)


def _bounded(value: object) -> str | int | float | bool | None:
    if value is None or isinstance(value, bool | int | float):
        return value
    return _head(redact(str(value)))


def _head(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}… ({len(text)} long)"


def _tail(text: str) -> str:
    return text if len(text) <= LONGEST_TRACE else f"({len(text)} long) …{text[-LONGEST_TRACE:]}"
