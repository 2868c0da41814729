"""The filter of system calls, gone through as the kernel does."""

import struct

import pytest
from parley_supervisor.refusing import MACHINES, REFUSED, build_filter

REFUSE, ALLOW, KILL = 0x00050001, 0x7FFF0000, 0x80000000


def go_through(lines: bytes, architecture: int, number: int, argument: int = 0) -> int:
    """What it says of a call."""
    call = {0: number, 4: architecture, 16: argument}
    program = list(struct.iter_unpack("HBBI", lines))
    at, loaded = 0, 0
    while True:
        operation, if_so, if_not, operand = program[at]
        at += 1
        match operation:
            case 0x20:
                loaded = call[operand]
            case 0x15:
                at += if_so if loaded == operand else if_not
            case 0x35:
                at += if_so if loaded >= operand else if_not
            case 0x06:
                return int(operand)


@pytest.mark.parametrize("machine", MACHINES)
def test_each_call_a_machine_has_is_refused_and_the_others_pass(machine: str) -> None:
    which, architecture, socket_number = MACHINES[machine]
    lines = build_filter(machine)
    numbers = {each[which] for each in REFUSED.values()} - {None}

    for number in set(range(500)) - {socket_number}:
        wanted = REFUSE if number in numbers else ALLOW
        assert go_through(lines, architecture, number) == wanted, number

    assert go_through(lines, architecture, socket_number, 2) == ALLOW  # inet
    assert go_through(lines, architecture, socket_number, 17) == REFUSE  # packet
    assert go_through(lines, architecture + 1, 0) == KILL
