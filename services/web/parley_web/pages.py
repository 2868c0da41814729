"""The browser's part of Parley, as it was built."""

import mimetypes
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse, PlainTextResponse
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from parley_web.errors import answer_http_error
from parley_web.web import Here, Web

router = APIRouter(include_in_schema=False)

FOREVER = "public, max-age=31536000, immutable"
ASK_FIRST = "no-cache"
FOR_PROGRAMS = ("/api/", "/v1/", "/assets/")
NOT_BUILT = (
    "Parley runs, but its pages are not built yet. Start it with ./parley up, which builds them, "
    "or use the API below /api.\n"
)

# Machines differ in what they know, and a script of the wrong type is not run.
MEDIA_TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".html": "text/html",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".webmanifest": "application/manifest+json",
}


@router.get("/")
@router.get("/chat")
@router.get("/chat/{path:path}")
@router.get("/admin")
@router.get("/admin/{path:path}")
async def get_page(web: Here) -> Response:
    """One page for all addresses; the browser finds out what to show."""
    index = web.dist / "index.html"
    if not index.is_file():
        return PlainTextResponse(NOT_BUILT, 503)
    return _answer(index, ASK_FIRST)


@router.get("/assets/{path:path}")
async def get_hashed(path: str, web: Here) -> Response:
    """The hash of what is in this folder is in its name, so a name never means anything else."""
    return _answer(_find(web.dist / "assets", path), FOREVER)


@router.get("/{name}")
async def get_file(name: str, web: Here) -> Response:
    return _answer(_find(web.dist, name), ASK_FIRST)


async def answer_lost(request: Request, error: Exception) -> Response:
    """Somebody who took a wrong address gets the page, which says so; a program gets an error."""
    web: Web = request.app.state.web
    index = web.dist / "index.html"
    by_hand = "text/html" in request.headers.get("accept", "")
    if by_hand and not request.url.path.startswith(FOR_PROGRAMS) and index.is_file():
        return _answer(index, ASK_FIRST, 404)
    return await answer_http_error(request, error)


def _find(folder: Path, path: str) -> Path:
    """A file inside `folder`, never one outside."""
    inside = folder.resolve()
    found = inside if "\0" in path else (inside / path).resolve()
    try:
        is_there = found.is_relative_to(inside) and found.is_file()
    except OSError:  # a name that no file can have
        is_there = False
    if not is_there:
        raise HTTPException(404, f"There is nothing called {path[:200]!r}")
    return found


def _answer(file: Path, cache: str, status: int = 200) -> Response:
    media_type = MEDIA_TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0]
    headers = {"Cache-Control": cache}
    return FileResponse(file, status, media_type=media_type, headers=headers)
