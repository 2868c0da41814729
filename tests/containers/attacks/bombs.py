"""Programs that use up what there is: processes, memory, disk, time, output."""

from tests.containers.attacks.attack import Seen, ended_whole, python, shell


def killed_or_refused(seen: Seen) -> bool:
    return seen.result.signal == 9 or "MemoryError" in seen.result.stderr


BOMBS = (
    python(
        "fork bomb",
        "refused at the limit of processes, stopped in time, what it said is kept",
        lambda seen: seen.result.reason == "timeout" and "began" in seen.out,
        """
        import os, time
        print("began", flush=True)
        while True:
            try:
                os.fork()
            except OSError:
                time.sleep(0.01)
        """,
        in_gvisor=ended_whole,
        seconds=6,
    ),
    shell(
        "fork bomb of a shell",
        "stopped in time",
        lambda seen: seen.result.reason in ("timeout", "exited"),
        """
        :(){ :|:& };:
        sleep 60
        """,
        seconds=3,
    ),
    python(
        "thread bomb",
        "refused at the limit of processes",
        lambda seen: seen.result.code == 3 and "refused" in seen.out,
        """
        import os, threading, time
        try:
            while True:
                threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
        except RuntimeError:
            print("refused", flush=True)
        os._exit(3)
        """,
        in_gvisor=ended_whole,
    ),
    python(
        "memory bomb",
        "killed at the limit of memory, told as such",
        killed_or_refused,
        """
        held = []
        while True:
            held.append(bytearray(16 << 20))
        """,
        in_gvisor=ended_whole,
    ),
    python(
        "memory bomb of many processes",
        "the program or its whole container dies, nothing else does",
        lambda seen: seen.result.reason in ("timeout", "exited", "lost", "memory"),
        """
        import os, time
        try:
            os.write(os.open("/proc/self/oom_score_adj", os.O_WRONLY), b"500")
        except OSError as error:
            print(error)
        for _ in range(60):
            try:
                child = os.fork()
            except OSError:
                break
            if child == 0:
                held = bytearray(6 << 20)
                for place in range(0, len(held), 4096):
                    held[place] = 1
                time.sleep(30)
                os._exit(0)
        time.sleep(30)
        """,
        seconds=3,
    ),
    python(
        "memory of the kernel in sockets",
        "ends at the limit of open files",
        lambda seen: seen.exited and "stopped" in seen.out,
        """
        import socket
        held = []
        try:
            while True:
                one, other = socket.socketpair()
                one.setblocking(False)
                held.append((one, other))
                try:
                    while True:
                        one.send(b"x" * 65536)
                except BlockingIOError:
                    pass
        except OSError as error:
            print("stopped", error)
        """,
    ),
    python(
        "full disk",
        "no space, and no more comes back than may",
        lambda seen: (
            seen.exited
            and "No space" in seen.out
            and sum(map(len, seen.files.values())) <= 32 << 20
        ),
        """
        try:
            for number in range(1000):
                with open(f"f{number}", "wb") as file:
                    for _ in range(8):
                        file.write(b"x" * (1 << 20))
        except OSError as error:
            print("stopped", error)
        """,
    ),
    python(
        "too many files",
        "no space at the limit of inodes, at most 50 come back",
        lambda seen: seen.exited and "No space" in seen.out and len(seen.files) <= 50,
        """
        made = 0
        try:
            for number in range(200_000):
                open(f"i{number}", "w").close()
                made += 1
        except OSError as error:
            print("stopped at", made, error)
        """,
        in_gvisor=ended_whole,
        in_bubblewrap=lambda seen: (
            seen.result.reason in ("exited", "timeout") and len(seen.files) <= 50
        ),
    ),
    python(
        "one huge file",
        "refused, or the program is killed",
        lambda seen: "stopped" in seen.out or seen.result.signal == 25,
        """
        try:
            with open("big", "wb") as file:
                file.seek(10 << 30)
                file.write(b"x")
            print("WROTE")
        except OSError as error:
            print("stopped", error)
        """,
    ),
    python(
        "full shared memory",
        "no space",
        lambda seen: seen.exited and "stopped" in seen.out,
        """
        try:
            with open("/dev/shm/x", "wb", buffering=0) as file:
                while True:
                    file.write(b"x" * (1 << 20))
        except OSError as error:
            print("stopped", error)
        """,
    ),
    python(
        "endless loop",
        "stopped in time, what it said is kept",
        lambda seen: seen.result.reason == "timeout" and seen.out == "before\n",
        """
        print("before")
        while True:
            pass
        """,
        seconds=8,
    ),
    python(
        "deaf to signals",
        "killed after the grace",
        lambda seen: seen.result.reason == "timeout" and seen.result.signal == 9,
        """
        import signal, time
        for number in range(1, 65):
            try:
                signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError):
                pass
        while True:
            time.sleep(1)
        """,
        seconds=8,
    ),
    python(
        "sixteen busy processes",
        "together they get one processor",
        lambda seen: seen.exited and float(seen.out.split()[-1]) < 1.5,
        """
        import os, time
        began = time.monotonic()
        for _ in range(16):
            if os.fork() == 0:
                while True:
                    pass
        time.sleep(3)
        used = 0
        for each in filter(str.isdigit, os.listdir("/proc")):
            fields = open(f"/proc/{each}/stat").read().rsplit(")", 1)[1].split()
            used += int(fields[11]) + int(fields[12])
        seconds = time.monotonic() - began
        print("processors used:", used / os.sysconf("SC_CLK_TCK") / seconds)
        """,
        in_gvisor=lambda seen: seen.exited,
    ),
    python(
        "a daemon that outlives its parent",
        "killed when the program ends",
        lambda seen: seen.exited and seen.result.seconds < 15,
        """
        import os, time
        if os.fork() == 0:
            os.setsid()
            if os.fork():
                os._exit(0)
            while True:
                print("ghost", flush=True)
                time.sleep(0.1)
        print("main is done")
        """,
    ),
    python(
        "zombies",
        "buried by process 1",
        lambda seen: seen.exited and int(seen.out) < 8,
        """
        import os, time
        for _ in range(18):
            if os.fork() == 0:
                if os.fork() == 0:
                    time.sleep(0.1)
                os._exit(0)
            os.wait()
        for _ in range(100):
            left = sum(name.isdigit() for name in os.listdir("/proc"))
            if left < 8:
                break
            time.sleep(0.1)
        print(left)
        """,
    ),
    shell(
        "endless output",
        "cut, and the program is killed",
        lambda seen: seen.result.reason == "output_limit" and len(seen.out) < 31_000,
        "yes 0123456789012345678901234567890123456789",
    ),
    python(
        "much output",
        "read to its end, its beginning kept, the program not disturbed",
        lambda seen: seen.exited and seen.result.is_cut and seen.files == {"end.txt": b"reached"},
        """
        print("a" * 5_000_000)
        open("end.txt", "w").write("reached")
        """,
    ),
    python(
        "one byte at a time",
        "neither stalls nor lasts",
        lambda seen: seen.result.reason in ("exited", "timeout"),
        """
        import os
        for _ in range(100_000):
            os.write(1, b"x")
        """,
        seconds=5,
    ),
    python(
        "bytes that are no text",
        "the text is clean",
        lambda seen: (
            seen.out == "a\N{REPLACEMENT CHARACTER}b red link\N{REPLACEMENT CHARACTER} end\n"
        ),
        r"""
        import sys
        sys.stdout.buffer.write(
            b"a\xffb\x00 \x1b[31mred\x1b[0m "
            b"\x1b]8;;http://evil\x07link\x1b]8;;\x07\xc3\x08\x7f end\n"
        )
        """,
    ),
    python(
        "reads its input",
        "which is empty",
        lambda seen: seen.out == "''\n",
        "import sys; print(repr(sys.stdin.read()))",
    ),
    python(
        "closes its output and goes on",
        "stopped in time all the same",
        lambda seen: seen.result.reason == "timeout",
        """
        import os
        os.close(1)
        os.close(2)
        while True:
            pass
        """,
        seconds=2,
    ),
    python(
        "open files without end",
        "refused at the limit",
        lambda seen: seen.exited and "stopped" in seen.out,
        """
        import os
        held = []
        try:
            while True:
                held.append(os.open("/dev/null", os.O_RDONLY))
        except OSError as error:
            print("stopped", len(held), error)
        """,
    ),
    python(
        "crash",
        "told as a signal, and no core file is left",
        lambda seen: seen.result.signal == 11 and not seen.files,
        "import ctypes; ctypes.string_at(0)",
    ),
    python(
        "more time on the processor than is given",
        "killed before the time on the wall is over",
        lambda seen: (
            seen.result.reason in ("exited", "timeout") and seen.result.signal in (9, 15, 24)
        ),
        """
        import signal
        signal.signal(signal.SIGXCPU, signal.SIG_IGN)
        while True:
            pass
        """,
        seconds=2,
    ),
)
