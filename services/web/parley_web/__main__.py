"""Runs the web service until it is told to stop."""

import asyncio
import socket
import sys
from functools import partial

import uvicorn
from parley_shared.bus import Bus
from parley_shared.rpc import Answers
from parley_shared.service import run
from parley_shared.settings import SettingsWrong

from parley_web.app import create_app
from parley_web.origins import Origins
from parley_web.server import Server
from parley_web.settings import WebSettings
from parley_web.version import VERSION
from parley_web.wiring import open_web

FRAME_LIMIT = 640 * 1024  # bytes of one frame: a text of 256 KB, all of it escaped, and some
# Seconds: longer than whoever asks keeps a line that is not used (Caddy 120, nginx 60, httpx 5), or
# now and then somebody would ask on one that is just being closed, and get no answer.
IDLE_LINE = 150
CLOSE_WITHIN = 5  # seconds that open requests have to end


async def serve(settings: WebSettings, bus: Bus, stop: asyncio.Event) -> None:
    origins = Origins.of(settings.web_port, settings.web_origins.split())
    async with (
        open_web(bus, settings.web_dist, origins) as web,
        Answers(bus, service="web", version=VERSION),
        asyncio.TaskGroup() as tasks,
    ):
        server = Server(
            uvicorn.Config(
                create_app(web),
                host=settings.web_host,
                port=settings.web_port,
                http="httptools",
                ws="websockets-sansio",
                ws_max_size=FRAME_LIMIT,
                ws_per_message_deflate=False,
                lifespan="off",
                log_config=None,
                log_level="warning",
                access_log=False,
                proxy_headers=False,
                server_header=False,
                timeout_keep_alive=IDLE_LINE,
                timeout_graceful_shutdown=CLOSE_WITHIN,
            )
        )
        door = None if settings.web_socket is None else socket.socket(fileno=settings.web_socket)
        serving = tasks.create_task(server.serve([door] if door else None))
        stopping = tasks.create_task(stop.wait())
        await asyncio.wait([serving, stopping], return_when=asyncio.FIRST_COMPLETED)
        server.should_exit = True
        stopping.cancel()


if __name__ == "__main__":
    try:
        settings = WebSettings.from_env()
    except SettingsWrong as error:
        sys.exit(f"web: {error}")
    run(partial(serve, settings), "web", settings)
