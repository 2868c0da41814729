"""What the supervisor says can be read, whatever a program called its files."""

import os

from parley_sandbox.talking import Ending
from parley_supervisor.speaking import write


def test_a_name_that_is_no_utf_8_is_told_as_far_as_it_can_be_read() -> None:
    names = [os.fsdecode(name) for name in (b"caf\xe9.txt", "Käse.txt".encode())]

    told = Ending.model_validate_json(
        write({"reason": "exited", "deleted": names, "left": [(names[0], 3)]})
    )

    assert told.deleted == ("caf\ufffd.txt", "Käse.txt")
    assert told.left == (("caf\ufffd.txt", 3),)
