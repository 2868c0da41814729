"""A job, as the broker writes it."""

import json


class Job:
    def __init__(self, written: bytes) -> None:
        told = json.loads(written)
        self.language: str = told["language"]
        self.code: str = told["code"]
        self.files: list[tuple[str, int]] = told["files"]  # their paths and sizes
        self.limits: dict[str, float] = told["limits"]
