"""How tightly a container holds what runs in it: the whole profile, in one place. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from docker.types import LogConfig, Ulimit

from parley_sandbox.limits import MIB

USER = "10001:10001"
PROCESSES = 64
PROCESSES_OF_GVISOR = 256  # its own threads count too
CPUS = 1_000_000_000  # in billionths
WORKSPACE_DISK = 64 * MIB
TEMPORARY_DISK = 32 * MIB
SHARED_MEMORY = 16 * MIB

LABEL = "parley.sandbox"  # its value is the installation's name


@dataclass(frozen=True)
class Profile:
    image: str
    memory: int  # bytes
    runtime: str  # empty: the engine's own
    unified_cgroups: bool  # version 2

    def host_settings(self) -> dict[str, object]:
        """As docker's `create_host_config` takes them: no mount, no network, no privilege."""
        gvisor = "runsc" in self.runtime
        return {
            "network_mode": "none",
            "read_only": True,
            "privileged": False,
            "cap_drop": ["ALL"],
            # The engine's own filter of system calls stays on; the supervisor adds another.
            "security_opt": ["no-new-privileges:true"],
            "ipc_mode": "private",
            "mem_limit": self.memory,
            "memswap_limit": self.memory,
            "pids_limit": PROCESSES_OF_GVISOR if gvisor else PROCESSES,
            "nano_cpus": CPUS,
            "oom_score_adj": 500,
            "shm_size": SHARED_MEMORY,
            "ulimits": [
                Ulimit(name="core", soft=0, hard=0),
                Ulimit(name="nofile", soft=512, hard=512),
            ],
            "tmpfs": _disks(),
            # A log would be a disk without a limit.
            "log_config": LogConfig(type="none"),
            "restart_policy": {"Name": "no"},
            "init": False,
            **({"cgroupns": "private"} if self.unified_cgroups else {"mem_swappiness": 0}),
            **({"runtime": self.runtime} if self.runtime else {}),
        }

    def container_settings(self, name: str, labels: Mapping[str, str]) -> dict[str, object]:
        """As docker's `create_container` takes them."""
        return {
            "image": self.image,
            "name": name,
            "labels": dict(labels),
            "user": USER,
            "working_dir": "/workspace",
            "hostname": "sandbox",
            "environment": {},
            "tty": False,
            # Its input is closed when the broker's connection ends, however that ends.
            "stdin_open": True,
            "detach": False,
            # A stopping engine would wait ten seconds for a process that takes no signal.
            "stop_signal": "SIGKILL",
        }


def _disks() -> dict[str, str]:
    both = "rw,nosuid,nodev"
    own = f"size={WORKSPACE_DISK},nr_inodes=8192,mode=0700,uid=10001,gid=10001"
    return {
        "/workspace": f"{both},exec,{own}",
        "/tmp": f"{both},noexec,size={TEMPORARY_DISK},nr_inodes=4096,mode=1777",
    }
