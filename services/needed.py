"""Prints what the packages of these pyproject.toml need, but for those of Parley itself."""

import sys
import tomllib
from pathlib import Path

for path in sys.argv[1:]:
    for needed in tomllib.loads(Path(path).read_text())["project"]["dependencies"]:
        if not needed.startswith("parley-"):
            print(needed)
