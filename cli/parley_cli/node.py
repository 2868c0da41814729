"""Finds a Node that fits: the machine's own, else one installed into .venv."""

import os
import re
import shutil
import subprocess
import sysconfig
from pathlib import Path

from parley_cli.install import install_lock


def node_environment(project: Path) -> dict[str, str]:
    """The environment in which `npm` and `node` are the ones that fit."""
    if fits_here():
        return dict(os.environ)
    install_lock(project, "node")
    # npm runs scripts with whatever node comes first on PATH.
    scripts = sysconfig.get_path("scripts")
    return {**os.environ, "PATH": f"{scripts}{os.pathsep}{os.environ.get('PATH', '')}"}


def fits_here() -> bool:
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    return version_fits(told)


def version_fits(version: str) -> bool:
    """`^22.12 || >=24`, as the frontend's tools ask for."""
    found = re.match(r"v(\d+)\.(\d+)\.", version)
    if found is None:
        return False
    major, minor = int(found[1]), int(found[2])
    return major >= 24 or (major == 22 and minor >= 12)
