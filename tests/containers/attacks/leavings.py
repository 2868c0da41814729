"""Programs that leave behind what should hurt whoever comes next, or look at what others left."""

import hashlib

from tests.containers.attacks.attack import SECRET_OF_ANOTHER, Seen, python, shell


def has_picture(seen: Seen) -> bool:
    return hashlib.sha256(seen.files["p.png"]).hexdigest() == seen.out.strip()


LEAVINGS = (
    shell(
        "files of another thread",
        "not there",
        lambda seen: seen.exited and SECRET_OF_ANOTHER not in seen.out,
        """
        grep -rsh 'SECRET-OF-' /workspace /tmp /var /etc /opt /home /srv /run 2>&1 | head
        ls -la / /workspace /tmp /var/lib 2>/dev/null | head -80
        grep -v 'proc\\|sysfs' /proc/mounts
        """,
    ),
    python(
        "links and pipes instead of files",
        "never come back, and where they point is not read",
        lambda seen: seen.files == {"ok.txt": b"ok"},
        """
        import os, socket
        os.symlink("/etc/passwd", "passwd.txt")
        os.symlink("/", "root")
        os.symlink("../../../../etc/shadow", "shadow")
        os.symlink("loop", "loop")
        os.mkfifo("pipe")
        socket.socket(socket.AF_UNIX).bind("sock")
        open("ok.txt", "w").write("ok")
        """,
    ),
    python(
        "a file that turns into a link",
        "the link is never followed",
        lambda seen: all(b"root:" not in content for content in seen.files.values()),
        """
        import os, time
        open("a", "w").write("x" * 10)
        if os.fork() == 0:
            os.setsid()
            while True:
                try:
                    os.unlink("a")
                    os.symlink("/etc/passwd", "a")
                    os.unlink("a")
                    open("a", "w").write("y" * 10)
                except OSError:
                    pass
        time.sleep(0.3)
        """,
    ),
    python(
        "nasty names",
        "only harmless ones are kept",
        lambda seen: (
            "good/sub.txt" in seen.files
            and all(name.isprintable() and ".." not in name.split("/") for name in seen.files)
        ),
        r"""
        import os
        for name in (b"a\nb", b"-rf", b"\xff\xfe", b"x" * 255, "\u202egnp.exe".encode(), b" ",
                     b"...", b"con", b"a\x1b[31mb", b"$(reboot)", b"'; drop table"):
            try:
                open(name, "w").write("1")
            except OSError as error:
                print(error)
        os.makedirs("good")
        open("good/sub.txt", "w").write("1")
        """,
    ),
    python(
        "folders without end",
        "nothing hangs, nothing breaks",
        lambda seen: seen.result.reason == "exited",
        """
        import os
        try:
            for number in range(3000):
                os.mkdir("d" * 50)
                os.chdir("d" * 50)
        except OSError as error:
            print(number, error)
        try:
            open("leaf", "w").write("x")
        except OSError as error:
            print(error)
        """,
    ),
    python(
        "a flood of files",
        "50 of at most 32 MB come back, the others are named",
        lambda seen: (
            len(seen.files) == 50
            and sum(map(len, seen.files.values())) <= 32 << 20
            and len(seen.result.left) == 100
        ),
        """
        import os
        for number in range(500):
            open(f"f{number:04}.bin", "wb").write(os.urandom(100_000))
        """,
    ),
    python(
        "a picture",
        "comes back byte for byte",
        has_picture,
        r"""
        import hashlib, os, struct, zlib
        def chunk(kind, content):
            return (struct.pack(">I", len(content)) + kind + content
                    + struct.pack(">I", zlib.crc32(kind + content)))
        lines = b"".join(b"\0" + os.urandom(64 * 3) for _ in range(64))
        size = (64, 64, 8, 2, 0, 0, 0)
        picture = (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", *size))
                   + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b""))
        open("p.png", "wb").write(picture)
        print(hashlib.sha256(picture).hexdigest())
        """,
    ),
    python(
        "poison for the next supervisor",
        "the next run's supervisor does not read what lies in the workspace",
        lambda seen: seen.exited and "fine" in seen.out and "json.py" in seen.out,
        """
        for name in ("json.py", "struct.py", "os.py", "sitecustomize.py", "usercustomize.py",
                     "parley_supervisor.py", ".bashrc", ".profile", "pyvenv.cfg"):
            open(name, "w").write("raise SystemExit(99)")
        """,
        then="echo fine; ls -a",
    ),
    python(
        "poison for the next shell",
        "is a file like any other",
        lambda seen: seen.exited and seen.out.startswith("fine"),
        """
        for name in (".bashrc", ".bash_profile", ".bash_env", "ls", "env"):
            open(name, "w").write("echo HIJACKED; exit 99\\n")
        """,
        then="echo fine; ls -a >/dev/null",
    ),
    shell(
        "runs a program of its own",
        "works in the workspace (no attack), not in /tmp",
        lambda seen: seen.exited and seen.out.split() == ["ran", "here"],
        """
        printf '#!/bin/sh\\necho ran\\n' > x.sh
        chmod +x x.sh
        ./x.sh
        cp /bin/true /tmp/t
        /tmp/t 2>/dev/null && echo there
        cp /bin/true ./t
        ./t && echo here
        """,
        in_bubblewrap=lambda seen: seen.exited and seen.out.split() == ["ran", "there", "here"],
    ),
)
