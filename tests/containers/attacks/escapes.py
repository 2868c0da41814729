"""Programs that want out: to the network, the kernel, the supervisor, the machine."""

from tests.containers.attacks.attack import SECRET, Seen, ended_whole, got_only, python, shell

TRY_CALLS = """
import ctypes, errno, os

libc = ctypes.CDLL(None, use_errno=True)
text = ctypes.create_string_buffer

def attempt(name, number, *arguments):
    given = [ctypes.c_long(each) if isinstance(each, int) else each for each in arguments]
    result = libc.syscall(number, *given)
    code = errno.errorcode.get(ctypes.get_errno(), "")
    print(f"GOT {name} {result}" if result >= 0 else f"no {name} {code}")

"""


def refused(seen: Seen) -> bool:
    return seen.refused_all()


def has_no_privilege(seen: Seen) -> bool:
    wanted = ("CapEff:\t0000000000000000", "NoNewPrivs:\t1", "Seccomp:\t2")
    return seen.refused_all() and all(line in seen.out for line in wanted)


ESCAPES = (
    python(
        "connections: machine, cloud, names",
        "every one fails, also to a server that listens on this machine",
        lambda seen: seen.refused_all() and seen.out.count("no") >= 7,
        """
        import socket
        for place in [("198.51.100.1", 53), ("172.17.0.1", 22), ("169.254.169.254", 80),
                      ("127.0.0.1", LISTENING), ("10.0.0.1", 53), ("::1", LISTENING)]:
            try:
                socket.create_connection(place, 2)
                print("GOT", place)
            except OSError as error:
                print("no", place, error)
        try:
            print("GOT", socket.getaddrinfo("example.org", 443))
        except OSError as error:
            print("no names", error)
        """,
    ),
    python(
        "network interfaces",
        "none but the loopback",
        lambda seen: seen.exited and seen.out.strip() in ("lo", ""),
        "import socket; print(','.join(name for _, name in socket.if_nameindex()))",
    ),
    python(
        "unusual sockets",
        "all refused",
        refused,
        """
        import socket
        kinds = {"raw": (2, 3, 1), "packet": (17, 3, 3), "vsock": (40, 1, 0), "alg": (38, 5, 0),
                 "key": (15, 3, 2), "bluetooth": (31, 3, 1), "tipc": (30, 1, 0), "xdp": (44, 3, 0)}
        for name, numbers in kinds.items():
            try:
                socket.socket(*numbers)
                print("GOT", name)
            except OSError as error:
                print("no", name, error)
        """,
    ),
    shell(
        "the engine's socket",
        "nothing found",
        lambda seen: seen.exited and "FOUND" not in seen.out,
        """
        for path in /var/run/docker.sock /run/docker.sock /run/containerd/containerd.sock; do
            [ -e $path ] && echo FOUND $path
        done
        find / -xdev \\( -name '*.sock' -o -type s \\) 2>/dev/null | sed 's/^/FOUND /'
        env | grep -i docker | sed 's/^/FOUND /'
        grep @ /proc/net/unix | sed 's/^/FOUND /'
        true
        """,
    ),
    shell(
        "programs that give privilege",
        "none in the image",
        lambda seen: seen.out.strip() == "0",
        "find / -xdev -perm /6000 -type f 2>/dev/null | wc -l",
    ),
    python(
        "another user",
        "refused; no capability, no new privilege, a filter of system calls",
        has_no_privilege,
        """
        import os
        for become in (os.setuid, os.setgid, os.seteuid, lambda number: os.setgroups([number])):
            try:
                become(0)
                print("GOT", become)
            except OSError as error:
                print("no", error)
        print(open("/proc/self/status").read())
        """,
        in_gvisor=lambda seen: seen.refused_all() and "Seccomp:\t2" in seen.out,
    ),
    python(
        "mounts",
        "refused",
        refused,
        TRY_CALLS
        + """
attempt("mount", 165, text(b"none"), text(b"/tmp"), text(b"tmpfs"), 0, 0)
attempt("umount", 166, text(b"/proc"), 2)
attempt("pivot_root", 155, text(b"/tmp"), text(b"/tmp"))
attempt("fsopen", 430, text(b"tmpfs"), 0)
attempt("open_tree", 428, -100, text(b"/"), 1)
attempt("chroot", 161, text(b"/tmp"))
""",
    ),
    python(
        "namespaces of its own",
        "refused",
        lambda seen: seen.refused_all() and "uid=0" not in seen.out,
        TRY_CALLS
        + """
import subprocess
attempt("unshare user", 272, 0x10000000)
attempt("unshare mounts", 272, 0x20000)
attempt("unshare network", 272, 0x40000000)
attempt("setns", 308, 0, 0)
print(subprocess.run("unshare -Ur id", shell=True, capture_output=True, text=True))
""",
    ),
    python(
        "a child in a new user namespace",
        "refused through clone and clone3",
        refused,
        TRY_CALLS
        + """
import struct
child = libc.syscall(56, ctypes.c_long(0x10000000 | 17), 0, 0, 0, 0)
if child == 0:
    os._exit(0)
print("GOT clone" if child > 0 else "no clone")
wanted = ctypes.create_string_buffer(struct.pack("<8Q", 0x10000000, 0, 0, 0, 17, 0, 0, 0), 64)
child = libc.syscall(435, wanted, ctypes.c_long(64))
if child == 0:
    os._exit(0)
print("GOT clone3" if child > 0 else "no clone3")
""",
        in_gvisor=got_only("clone", "clone3"),
    ),
    python(
        "dangerous system calls",
        "all refused",
        refused,
        TRY_CALLS
        + """
attempt("add_key", 248, text(b"user"), text(b"x"), text(b"y"), 1, -3)
attempt("keyctl", 250, 0, -3, 0)
attempt("request_key", 249, text(b"user"), text(b"x"), 0, -3)
attempt("bpf", 321, 0, text(128), 128)
attempt("perf_event_open", 298, text(128), 0, -1, -1, 0)
attempt("userfaultfd", 323, 0)
attempt("io_uring_setup", 425, 8, text(120))
attempt("kexec_load", 246, 0, 0, 0, 0)
attempt("init_module", 175, text(b""), 0, text(b""))
attempt("open_by_handle_at", 304, -100, text(128), 0)
attempt("process_vm_readv", 310, 1, text(16), 1, text(16), 1, 0)
attempt("syslog", 103, 3, text(100), 100)
attempt("personality", 135, 0x0040000)
attempt("modify_ldt", 154, 0, text(64), 64)
attempt("swapon", 167, text(b"/x"), 0)
attempt("settimeofday", 164, text(16), 0)
attempt("reboot", 169, 0xFEE1DEAD, 0x28121969, 0)
attempt("quotactl", 179, 0, 0, 0, 0)
attempt("acct", 163, 0)
attempt("iopl", 172, 3)
attempt("fanotify_init", 300, 0, 0)
""",
    ),
    python(
        "traces the supervisor",
        "refused; neither its memory nor its files can be read",
        refused,
        TRY_CALLS
        + """
attempt("attach", 101, 16, 1, 0, 0)
attempt("seize", 101, 0x4206, os.getppid(), 0, 0)
for name in ("mem", "environ", "maps", "fd/1", "root/etc/passwd", "cwd/x"):
    try:
        open(f"/proc/1/{name}", "rb").read(10)
        print("GOT", name)
    except OSError as error:
        print("no", name, error)
""",
        in_gvisor=got_only("environ", "maps"),
    ),
    python(
        "traces its own child",
        "refused",
        refused,
        TRY_CALLS
        + """
import time
child = os.fork()
if child == 0:
    time.sleep(3)
    os._exit(0)
attempt("attach", 101, 16, child, 0, 0)
os.kill(child, 9)
""",
    ),
    python(
        "writes as a supervisor does",
        "it is only text, and its own end is told",
        lambda seen: seen.result.code == 7 and not seen.files,
        r"""
        import os, struct, sys
        for kind, content in ((b"X", b'{"reason":"exited","code":0}'), (b"F", b'{"path":"a"}\0x'),
                              (b"Z", b"")):
            sys.stdout.buffer.write(kind + struct.pack(">I", len(content)) + content)
        sys.stdout.flush()
        for number in range(3, 64):
            try:
                os.write(number, b"Z\0\0\0\0")
            except OSError:
                pass
        os._exit(7)
        """,
    ),
    python(
        "kills whatever it can",
        "process 1 lives on and tells how it ended",
        lambda seen: seen.result.reason == "exited" and "began" in seen.out,
        """
        import os
        print("began", flush=True)
        for number in (15, 9, 19):
            for whom in (1, -1):
                try:
                    os.kill(whom, number)
                except OSError as error:
                    print("no", error, flush=True)
        os._exit(1)
        """,
        in_gvisor=ended_whole,
    ),
    shell(
        "writes outside the workspace",
        "read-only",
        lambda seen: seen.exited and "GOT" not in seen.out,
        """
        for path in /x /etc/x /usr/x /opt/sandbox/x /var/x /root/x /home/x; do
            (echo x > $path) 2>/dev/null && echo GOT $path
        done
        (echo x >> /opt/sandbox/__main__.py) 2>/dev/null && echo GOT the supervisor
        true
        """,
    ),
    shell(
        "settings of the kernel",
        "all refused",
        lambda seen: seen.exited and "GOT" not in seen.out,
        """
        for path in /proc/sys/kernel/core_pattern /proc/sysrq-trigger \
            /proc/sys/vm/overcommit_memory /proc/1/oom_score_adj \
            /sys/kernel/uevent_helper /sys/fs/cgroup/memory.max \
            /sys/fs/cgroup/cgroup.procs /proc/irq/default_smp_affinity; do
            (echo 1 > $path) 2>/dev/null && echo GOT $path
        done
        true
        """,
    ),
    python(
        "secrets of the kernel",
        "unreadable",
        lambda seen: seen.exited and "GOT" not in seen.out,
        """
        for path in ("/proc/kcore", "/dev/kmsg", "/dev/mem", "/proc/kmsg",
                     "/proc/sched_debug", "/proc/timer_list", "/proc/keys"):
            try:
                print("GOT" if open(path, "rb").read(64) else "empty", path)
            except OSError as error:
                print("no", path, error)
        try:
            lines = open("/proc/kallsyms").read().splitlines()[:200]
            seen = any(int(line.split()[0], 16) for line in lines)
            print("GOT addresses" if seen else "no addresses")
        except OSError as error:
            print("no kallsyms", error)
        """,
    ),
    python(
        "makes a device",
        "refused",
        refused,
        """
        import os
        for mode, numbers in ((0o60666, (254, 0)), (0o20666, (1, 1))):
            try:
                os.mknod("/tmp/device", mode, os.makedev(*numbers))
                print("GOT")
            except OSError as error:
                print("no", error)
        """,
        in_gvisor=got_only(""),
    ),
    python(
        "secrets in the environment",
        "none, neither its own nor another's",
        lambda seen: seen.exited and SECRET not in seen.out,
        """
        import glob, os, subprocess
        print(dict(os.environ))
        for path in glob.glob("/proc/*/environ") + glob.glob("/proc/*/cmdline"):
            try:
                print(path, open(path, "rb").read())
            except OSError as error:
                print(path, error)
        words = "DO-NOT-" + "LEAK"
        print(subprocess.run(f"grep -rl {words} /etc /opt /workspace /run /var 2>/dev/null",
                             shell=True, capture_output=True, text=True).stdout)
        """,
    ),
    python(
        "higher limits",
        "refused",
        refused,
        """
        import os, resource
        for name, most in (("FSIZE", -1), ("NOFILE", 100_000), ("CPU", -1), ("CORE", -1)):
            try:
                resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (most, most))
                print("GOT", name)
            except (OSError, ValueError) as error:
                print("no", name, error)
        tries = {
            "nice": lambda: os.nice(-5),
            "last to be killed": lambda: os.write(os.open("/proc/self/oom_score_adj", 1), b"-900"),
            "real time": lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(50)),
        }
        for name, attempt in tries.items():
            try:
                attempt()
                print("GOT", name)
            except OSError as error:
                print("no", name, error)
        """,
        in_gvisor=got_only("nice", "last to be killed"),
    ),
    python(
        "abstract sockets of this machine",
        "not reachable",
        refused,
        r"""
        import socket
        for name in ("\0parley-test-abstract", "\0/containerd-shim"):
            try:
                socket.socket(socket.AF_UNIX).connect(name)
                print("GOT")
            except OSError as error:
                print("no", error)
        """,
    ),
    python(
        "processes and names of this machine",
        "only its own processes, its own name, no shared memory of others",
        lambda seen: seen.exited and int(seen.out.split()[0]) < 8 and "sandbox" in seen.out,
        """
        import os
        print(sum(name.isdigit() for name in os.listdir("/proc")), os.uname().nodename)
        """,
    ),
    python(
        "types into a terminal",
        "there is none",
        refused,
        """
        import fcntl, os
        for path in ("/dev/tty", "/dev/console", "/dev/pts/0", "/dev/tty1"):
            try:
                fcntl.ioctl(os.open(path, os.O_RDWR), 0x5412, b"x")
                print("GOT", path)
            except OSError as error:
                print("no", path, error.strerror)
        """,
    ),
)
