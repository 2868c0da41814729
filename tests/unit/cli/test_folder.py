"""How much room the data directory asks for."""

from pathlib import Path

import pytest
from parley_cli.failures import DiskAlmostFull
from parley_cli.folder import require_disk


def test_a_disk_that_is_almost_full_is_refused_with_what_to_do() -> None:
    with pytest.raises(DiskAlmostFull) as failure:
        require_disk(Path("/data/parley"), free=150_000_000)

    assert str(failure.value) == (
        "The disk that holds /data/parley has only 150 MB left: "
        "free at least 200 MB, or name a folder on another disk with --data"
    )


def test_a_disk_with_room_is_taken() -> None:
    require_disk(Path("/data/parley"), free=250_000_000)
