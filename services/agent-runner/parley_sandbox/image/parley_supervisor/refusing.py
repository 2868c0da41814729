"""A filter of system calls, stacked on the container's own, for the program alone."""

import ctypes
import errno
import os
import struct

PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 22, 38
libc = ctypes.CDLL(None, use_errno=True)

# What even a container's own filter lets pass and no honest program here needs: numbers of
# x86-64 and of aarch64, in the same order; None where a machine has no such call.
REFUSED: dict[str, tuple[int, int | None]] = {
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "kcmp": (312, 272),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "pidfd_getfd": (438, 438),
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "move_mount": (429, 429),
    "open_tree": (428, 428),
    "fsopen": (430, 430),
    "fsmount": (432, 432),
    "fsconfig": (431, 431),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "chroot": (161, 51),
    "swapon": (167, 224),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "kexec_load": (246, 104),
    "open_by_handle_at": (304, 265),
    "name_to_handle_at": (303, 264),
    "quotactl": (179, 60),
    "acct": (163, 89),
    "syslog": (103, 116),
    "personality": (135, 92),
    "modify_ldt": (154, None),
    "lookup_dcookie": (212, 18),
    "vmsplice": (278, 75),
    "clock_settime": (227, 112),
    "settimeofday": (164, 170),
    "fanotify_init": (300, 262),
    "mbind": (237, 235),
    "set_mempolicy": (238, 237),
    "migrate_pages": (256, 238),
    "move_pages": (279, 239),
}
MACHINES = {"x86_64": (0, 0xC000003E, 41), "aarch64": (1, 0xC00000B7, 198)}
FAMILIES = (1, 2, 10, 16)  # sockets of these kinds: unix, inet, inet6, netlink


def build_filter(machine: str) -> bytes:
    """A BPF program that refuses REFUSED with EPERM, and sockets of other than FAMILIES."""
    which, architecture, socket_number = MACHINES[machine]
    refuse, allow, kill = 0x00050000 | errno.EPERM, 0x7FFF0000, 0x80000000
    load_number, load_architecture, load_argument = (
        (0x20, 0, 0, 0),
        (0x20, 0, 0, 4),
        (0x20, 0, 0, 16),
    )
    lines = [load_architecture, (0x15, 1, 0, architecture), (0x06, 0, 0, kill), load_number]
    if machine == "x86_64":  # the numbers of the x32 ABI begin here
        lines += [(0x35, 0, 1, 0x40000000), (0x06, 0, 0, refuse)]
    for number in (numbers[which] for numbers in REFUSED.values()):
        if number is not None:
            lines += [(0x15, 0, 1, number), (0x06, 0, 0, refuse)]
    lines += [(0x15, 0, 2 + len(FAMILIES), socket_number), load_argument]
    lines += [(0x15, len(FAMILIES) - place, 0, each) for place, each in enumerate(FAMILIES)]
    lines += [(0x06, 0, 0, refuse), (0x06, 0, 0, allow)]
    return b"".join(struct.pack("HBBI", *line) for line in lines)


class FilterProgram(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("lines", ctypes.c_void_p)]


def install_filter() -> None:
    machine = os.uname().machine
    if machine not in MACHINES:
        return
    lines = build_filter(machine)
    kept = ctypes.create_string_buffer(lines, len(lines))
    program = FilterProgram(len(lines) // 8, ctypes.cast(kept, ctypes.c_void_p))
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if libc.prctl(PR_SET_SECCOMP, 2, ctypes.byref(program), 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "the filter of system calls can't be installed")
