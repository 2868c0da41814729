"""Takes llama-swap's place: its command line, and the models that its configuration names."""

import argparse
import asyncio
import re
from pathlib import Path

from tests.fakes.openai_server import OpenAIServer

MODEL = re.compile(r"^  ([\w.-]+):", re.MULTILINE)  # below `models:`


async def main(models: list[str], listen: str) -> None:
    host, _, port = listen.rpartition(":")
    server = OpenAIServer()
    server.models = models
    async with server.serving(int(port), host):
        await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--listen", required=True)
    told = parser.parse_args()
    asyncio.run(main(MODEL.findall(told.config.read_text()), told.listen))
