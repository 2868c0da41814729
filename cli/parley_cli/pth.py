"""A .pth file runs code at every start of Python: none may be there that we do not know."""

import sysconfig
from pathlib import Path


def find_unexpected_pth(allowed: Path, site_packages: Path | None = None) -> list[str]:
    """Names of files in `site_packages` (ours by default) that `allowed` does not list."""
    folder = site_packages or Path(sysconfig.get_path("purelib"))
    known = set(allowed.read_text().split())
    return sorted(path.name for path in folder.glob("*.pth") if path.name not in known)
