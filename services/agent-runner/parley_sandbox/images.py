"""Finds the image that code runs in, and builds it where it is missing."""

import hashlib
import logging
from pathlib import Path
from typing import Any

from docker.errors import ImageNotFound
from parley_shared.errors import CodeUnavailable
from parley_shared.facts import phrase

logger = logging.getLogger(__name__)

RECIPE = Path(__file__).parent / "image"
OURS = ("slim", "data")
UNBUILT = phrase(
    "code_image_unbuilt",
    "Code can't be run: its image could not be built. ./parley logs sandbox says why.",
)


def find_image(client: Any, wanted: str) -> str:  # docker's APIClient, which carries no types
    """Takes minutes the first time. Raises CodeUnavailable."""
    name = f"parley-runner:{wanted}-{hash_recipe()}" if wanted in OURS else wanted
    try:
        client.inspect_image(name)
    except ImageNotFound:
        if wanted not in OURS:
            why = phrase(
                "code_no_image", "Code can't be run: Docker has no image {image!r}.", image=name
            )
            raise CodeUnavailable(why) from None
        _build(client, wanted, name)
    return name


def hash_recipe(recipe: Path = RECIPE) -> str:
    """Of what is in the image: what Python compiles comes and goes beside it."""
    told = hashlib.sha256()
    for path in sorted(recipe.rglob("*")):
        if "__pycache__" not in path.parts and path.is_file():
            told.update(f"{path.name}\0".encode() + path.read_bytes())
    return told.hexdigest()[:12]


def _build(client: Any, target: str, name: str) -> None:
    logger.info("building the image that code runs in", extra={"image": name})
    said = ""
    for line in client.build(path=str(RECIPE), target=target, tag=name, rm=True, decode=True):
        said = (said + line.get("stream", ""))[-2000:]
        if "error" in line:
            logger.error("the image could not be built", extra={"reason": said + line["error"]})
            raise CodeUnavailable(UNBUILT)
    logger.info("built the image that code runs in", extra={"image": name})
