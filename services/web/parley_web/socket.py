"""The websocket: frames in, frames out, until one of the two goes away."""

import asyncio
import logging
from contextlib import suppress

from fastapi import APIRouter, WebSocket
from parley_shared.contract import contract_hash
from parley_shared.errors import ParleyError
from parley_shared.frames import BrowserFrame, ErrorFrame, Hello
from pydantic import TypeAdapter, ValidationError
from starlette.websockets import WebSocketDisconnect, WebSocketState

from parley_web.access import find_secret
from parley_web.browsers import FAULT, TRY_AGAIN_LATER, Browser, Ended
from parley_web.desk import Desk
from parley_web.errors import answer_error, describe_mistake
from parley_web.outgoing import TooSlow
from parley_web.version import VERSION
from parley_web.web import Here, Web

logger = logging.getLogger(__name__)
router = APIRouter()

CLOSE_WITHIN = 1.0  # seconds

_frames: TypeAdapter[BrowserFrame] = TypeAdapter(BrowserFrame)


@router.websocket("/api/ws")
async def welcome(socket: WebSocket, web: Here) -> None:
    secret = find_secret(socket)
    try:
        who = await web.sign_ins.find(secret)
    except ParleyError as error:
        await socket.send_denial_response(answer_error(error))
        return
    await socket.accept()
    browser = Browser(secret, who)
    browser.tell(Hello(contract=contract_hash(), server=VERSION, viewer_id=browser.viewer_id))
    with web.browsers.here(browser):
        await _close(socket, await _talk(socket, web, browser))


async def _talk(socket: WebSocket, web: Web, browser: Browser) -> int:
    """Until one side has enough; the code to close with."""
    code = 1000
    try:
        async with asyncio.TaskGroup() as tasks:
            desk = Desk(web, browser, tasks)
            tasks.create_task(_read(socket, browser, desk))
            tasks.create_task(_write(socket, browser))
            tasks.create_task(browser.until_ended())
    except* WebSocketDisconnect:
        pass  # gone by itself
    except* TooSlow:
        code = TRY_AGAIN_LATER
    except* Ended as ended:
        code = next(each.code for each in ended.exceptions if isinstance(each, Ended))
    except* Exception:
        logger.exception("a browser's socket failed")
        code = FAULT
    finally:
        await desk.leave()
    return code


async def _read(socket: WebSocket, browser: Browser, desk: Desk) -> None:
    while True:
        message = await socket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message["code"])
        try:
            frame = _frames.validate_json(message.get("text") or message.get("bytes") or b"")
        except ValidationError as error:
            wrong = describe_mistake(error.errors()[0])
            browser.tell(ErrorFrame(code="bad_frame", message=wrong, fact=wrong.fact))
        else:
            await desk.take(frame)


async def _write(socket: WebSocket, browser: Browser) -> None:
    while True:
        await socket.send_text(await browser.outgoing.next())


async def _close(socket: WebSocket, code: int) -> None:
    gone = WebSocketState.DISCONNECTED
    if gone in (socket.client_state, socket.application_state):
        return
    with suppress(TimeoutError, WebSocketDisconnect, RuntimeError):  # gone meanwhile
        async with asyncio.timeout(CLOSE_WITHIN):
            await socket.close(code)
