"""Which Node builds the pages."""

import pytest
from parley_cli.node import version_fits


@pytest.mark.parametrize("version", ["v22.12.0", "v22.20.1", "v24.0.0", "v24.19.0", "v26.1.0"])
def test_a_node_that_the_tools_take_fits(version: str) -> None:
    assert version_fits(version)


@pytest.mark.parametrize("version", ["v20.20.2", "v22.11.0", "v23.9.0", "", "node: not found"])
def test_any_other_does_not(version: str) -> None:
    assert not version_fits(version)
