"""The ways in which a person, a fault or an upgrade hurts one service of a stack."""

import subprocess
import time

from tests.compose.stack import LOOK, Stack

HURTS = ("restart", "kill", "crash", "stop", "recreate", "upgrade")
RECREATE = ("up", "--detach", "--no-deps", "--force-recreate")


def hurt(stack: Stack, how: str, service: str) -> None:
    """Returns when it has been started again; it may not be well yet."""
    match how:
        case "restart":
            stack.compose("restart", service)
        case "kill":
            stack.compose("kill", "--signal", "KILL", service)
            stack.compose("start", service)
        case "crash":
            _crash(stack, service)
        case "stop":
            stack.compose("stop", service)
            stack.compose("start", service)
        case "recreate":
            stack.compose(*RECREATE, service)
        case "upgrade":
            _upgrade(stack, service)


def _crash(stack: Stack, service: str) -> None:
    """All its processes die in one moment, and nobody starts it again but the engine."""
    before = stack.describe(service)["RestartCount"]
    container = stack.compose("ps", "--quiet", service).strip()
    # All but the first process of a container can be killed from inside: that one ends with them.
    subprocess.run(["docker", "exec", container, "sh", "-c", "kill -9 -1"], check=False)
    while stack.describe(service)["RestartCount"] == before:
        time.sleep(LOOK)


def _upgrade(stack: Stack, service: str) -> None:
    """To an image of the same recipe with a label more, while the others stay as they are."""
    image = stack.describe(service)["Config"]["Image"].removesuffix("-next")
    recipe = f'FROM {image}\nLABEL parley.next="{stack.name}"\n'
    tag = f"{image}-next" if stack.name in image else f"{image.split(':')[0]}:{stack.name}-next"
    subprocess.run(
        ["docker", "build", "--quiet", "--tag", tag, "-"],
        input=recipe.encode(),
        stdout=subprocess.DEVNULL,
        check=True,
    )
    before = stack.describe(service)["Image"]
    words = ("up", "--detach", "--no-deps", "--no-build", service)
    if service == "nats":
        stack.compose(*words, PARLEY_NATS_IMAGE=tag)
    else:
        stack.compose(*words, PARLEY_VERSION=f"{stack.name}-next")
    assert stack.describe(service)["Image"] != before
