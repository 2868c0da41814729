"""The web service as one ASGI application: its routes, and what every request passes."""

from fastapi import Depends, FastAPI
from parley_shared.contract import contract_hash
from starlette.types import ASGIApp

from parley_web import (
    agent_files,
    agents,
    agui,
    approvals,
    backups,
    dead_letters,
    deliveries,
    exports,
    files,
    house,
    imports,
    live,
    mcp,
    messages,
    models,
    openai,
    pages,
    services,
    sessions,
    skills,
    socket,
    telegram,
    threads,
    workspaces,
)
from parley_web.bodies import BodyLimit
from parley_web.doors import LastAnswers, OwnPages, SafeAnswers
from parley_web.errors import tell_errors
from parley_web.metrics import CountRequests
from parley_web.version import VERSION
from parley_web.web import Web, require_sign_in

ROUTES = (
    sessions.door,
    sessions.router,
    threads.router,
    imports.router,
    exports.router,
    messages.router,
    approvals.router,
    agent_files.router,
    agents.router,
    models.router,
    mcp.router,
    skills.router,
    openai.router,
    agui.router,
    files.router,
    house.router,
    dead_letters.router,
    deliveries.router,
    live.router,
    workspaces.router,
    backups.router,
    telegram.router,
    services.door,
    services.router,
    socket.router,
    pages.router,  # last: it answers to any name
)


def create_app(web: Web) -> ASGIApp:
    app = FastAPI(title="Parley", version=VERSION, openapi_url=None, docs_url=None, redoc_url=None)
    app.state.web = web
    contract_hash()  # worked out once, before the first browser waits for it
    tell_errors(app)
    app.add_exception_handler(404, pages.answer_lost)

    @app.get("/api/openapi.json", dependencies=[Depends(require_sign_in)], tags=["services"])
    async def describe_api() -> dict[str, object]:
        return app.openapi()

    for router in ROUTES:
        app.include_router(router)
    app.add_middleware(BodyLimit)
    app.add_middleware(OwnPages, origins=web.origins)
    app.add_middleware(CountRequests, metrics=web.metrics)
    # Around all, so that even the answer to a fault of ours is a safe one.
    return SafeAnswers(LastAnswers(app))
