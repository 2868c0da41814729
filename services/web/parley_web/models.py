"""What agents can be made of: models, their keys, tools. All of it is the runner's."""

from typing import Annotated

from fastapi import Path, Query
from parley_shared.frames import BreakersOfRunners, NewModelTest, NewSecret
from parley_shared.gathering import ask_all
from parley_shared.questions import Done
from parley_shared.runner import (
    ListBreakers,
    ListModels,
    ListSecrets,
    ListTools,
    Models,
    ModelTest,
    PutSecret,
    ResetBreaker,
    Secrets,
    TestModel,
    Tools,
)

from parley_web.web import Here, make_router

router = make_router("/api", "models")

TEST_WITHIN = 60.0  # seconds; a local model may have to be loaded first
ModelName = Annotated[str, Query(min_length=1, max_length=200)]
Address = Annotated[str | None, Query(max_length=500)]
Name = Annotated[str, Path(pattern=r"^[A-Za-z0-9_.-]{1,80}$")]


@router.get("/tools")
async def list_tools(web: Here) -> Tools:
    return await web.bus.ask(ListTools())


@router.get("/models")
async def list_models(web: Here) -> Models:
    return await web.bus.ask(ListModels())


@router.post("/models/test")
async def test_model(new: NewModelTest, web: Here) -> ModelTest:
    """One short call to it."""
    return await web.bus.ask(TestModel(**new.model_dump()), timeout=TEST_WITHIN)


@router.get("/models/breakers")
async def list_breakers(web: Here) -> BreakersOfRunners:
    """Which models are left alone because they kept failing, as each runner knows it."""
    return BreakersOfRunners(runners=await ask_all(web.bus, ListBreakers()))


@router.delete("/models/breakers")
async def reset_breaker(web: Here, model: ModelName, api_base: Address = None) -> Done:
    """Ask this model again at once, on every runner."""
    await ask_all(web.bus, ResetBreaker(model=model, api_base=api_base))
    return Done()


@router.get("/secrets")
async def list_secrets(web: Here) -> Secrets:
    """Their names only: nobody can read a secret back."""
    return await web.bus.ask(ListSecrets())


@router.put("/secrets/{name}")
async def put_secret(name: Name, new: NewSecret, web: Here) -> Done:
    """An empty value deletes it."""
    return await web.bus.ask(PutSecret(name=name, value=new.value))
