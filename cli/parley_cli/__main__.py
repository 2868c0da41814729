"""The launcher's commands, as they are typed."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from parley_cli.failures import LauncherFailure
from parley_cli.folder import DataFolder, default_folder, is_running, locate_folder, open_folder
from parley_cli.install import InstallFailed

WEB_PORT = 8800


def parse_arguments(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="parley", description="Runs Parley on this machine.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    data = argparse.ArgumentParser(add_help=False)
    data.add_argument(
        "--data", type=Path, default=default_folder(), help="where everything is kept (~/.parley)"
    )

    up = commands.add_parser("up", parents=[data], help="start Parley and print its address")
    up.add_argument(
        "--port", type=_number(1, 65535), default=WEB_PORT, help="of the web pages (8800)"
    )
    up.add_argument("--detach", action="store_true", help="go on in the background")
    up.add_argument("--in-background", action="store_true", help=argparse.SUPPRESS)
    commands.add_parser("status", parents=[data], help="who runs, who answers")
    restart = commands.add_parser("restart", parents=[data], help="start one service again")
    which = restart.add_mutually_exclusive_group(required=True)
    which.add_argument("service", nargs="?")
    which.add_argument("--all", action="store_true", help="one after the other; nobody notices")
    commands.add_parser("stop", parents=[data], help="stop everything, nothing is lost")
    commands.add_parser("stop-all", parents=[data], help="stop every answer that runs or waits")
    live = commands.add_parser("live", parents=[data], help="which threads have a live agent")
    live.add_argument("match", nargs="?", default="*", help="threads by pattern, such as 'c*'")
    live.add_argument("--release", action="store_true", help="let go of that of this thread")
    talk = commands.add_parser("chat", parents=[data], help="talk in a thread, here")
    talk.add_argument("thread", nargs="?", help="its id; without one a new thread begins")
    talk.add_argument("--agent", help="the id of who answers (the thread's own)")
    commands.add_parser("pair", parents=[data], help="a link that lets you write on Telegram")
    logs = commands.add_parser("logs", parents=[data], help="what the services wrote")
    logs.add_argument("service", nargs="?")
    logs.add_argument("-f", "--follow", action="store_true", help="go on as they write")
    token = commands.add_parser("token", parents=[data], help="print the sign-in token")
    token.add_argument("--rotate", action="store_true", help="make a new one first")
    commands.add_parser("doctor", parents=[data], help="look for what could be wrong")
    away = commands.add_parser("export", parents=[data], help="every thread and agent as files")
    away.add_argument("folder", type=Path)
    backup = commands.add_parser("backup", parents=[data], help="copy everything, while it runs")
    backup.add_argument("folder", type=Path)
    backup.add_argument("--without-keys", action="store_true", help="no token, no model keys")
    back = commands.add_parser("restore", parents=[data], help="put a backup in place")
    back.add_argument("folder", type=Path)
    replay = commands.add_parser("replay", parents=[data], help="build a thread from its events")
    replay.add_argument("thread")
    replay.add_argument("--at", type=_number(0), help="as it was at this event (the newest)")
    replay.add_argument("--json", action="store_true", help="the whole view")
    commands.add_parser("check", help="format, lint, types, import rules")
    test = commands.add_parser("test", help="every check and every test")
    test.add_argument("part", nargs="*", help="only these, such as: unit integration")
    bench = commands.add_parser("bench", help="measure, or list what can be measured")
    bench.add_argument("benchmark", nargs="*", help="these, one after the other")
    chaos = commands.add_parser("chaos", help="break everything in a Parley of its own, and judge")
    chaos.add_argument("--seed", type=int, default=1, help="the same plan again (1)")
    chaos.add_argument("--turns", type=_number(1), default=200, help="about how many answers (200)")
    chaos.add_argument("--faults", type=_number(0), default=40, help="how much goes wrong (40)")
    chaos.add_argument("--report", type=Path, help="a file for the figures, as JSON")
    chaos.add_argument(
        "--patience",
        type=_number(1),
        default=120,
        help="seconds until somebody complains (120); more where others use the machine",
    )
    return parser.parse_args(arguments)


def _number(lowest: int, highest: int | None = None) -> Callable[[str], int]:
    def read(text: str) -> int:
        number = int(text)
        if number < lowest or (highest is not None and number > highest):
            reach = f"{lowest} to {highest}" if highest is not None else f"{lowest} or more"
            raise argparse.ArgumentTypeError(f"{text} is not {reach}")
        return number

    read.__name__ = "number"  # for what is none
    return read


# Each command imports its own part: `./parley status` does not wait for what only `up` needs.


def run_command(chosen: argparse.Namespace) -> int:
    """The exit code. Raises LauncherFailure, InstallFailed."""
    if chosen.command in ("check", "test", "bench", "chaos"):
        return _try_out(chosen)
    if chosen.command == "doctor":
        from parley_cli.doctor import examine

        return examine(locate_folder(chosen.data))
    if chosen.command in ("backup", "restore"):
        return _keep_safe(chosen)
    if chosen.command == "up":
        return _up(open_folder(chosen.data), chosen)
    if chosen.command in ("stop-all", "live", "pair"):
        return _to_services(locate_folder(chosen.data), chosen)
    if chosen.command in ("chat", "export"):
        return _through_door(locate_folder(chosen.data), chosen)
    return _to_running(locate_folder(chosen.data), chosen)


def _try_out(chosen: argparse.Namespace) -> int:
    """What needs no Parley that runs, for it brings its own."""
    if chosen.command in ("check", "test"):
        from parley_cli.testing import CHECKS, run_parts, run_tests

        return run_parts(CHECKS) if chosen.command == "check" else run_tests(chosen.part)
    if chosen.command == "bench":
        from parley_cli.bench import run_benchmarks

        return run_benchmarks(chosen.benchmark)
    from parley_cli.chaos import run_chaos

    report = str(chosen.report.absolute()) if chosen.report else ""
    options = {"seed": chosen.seed, "turns": chosen.turns, "faults": chosen.faults}
    return run_chaos(**options, report=report, patience=chosen.patience)


def _up(folder: DataFolder, chosen: argparse.Namespace) -> int:
    from parley_cli import up

    if is_running(folder):
        up.tell_address(folder, already=True)
    elif chosen.in_background:
        up.run_for_background(folder, chosen.port)
    elif chosen.detach:
        up.run_in_background(folder, chosen.port)
    else:
        up.run_here(folder, chosen.port)
    return 0


def _keep_safe(chosen: argparse.Namespace) -> int:
    from parley_cli.backup import back_up, restore

    if chosen.command == "backup":
        with_keys = not chosen.without_keys
        back_up(locate_folder(chosen.data), chosen.folder, with_keys=with_keys)
    else:
        restore(open_folder(chosen.data), chosen.folder)
    return 0


def _to_services(folder: DataFolder, chosen: argparse.Namespace) -> int:
    from parley_cli import asking

    if chosen.command == "stop-all":
        asking.stop_all(folder)
    elif chosen.command == "pair":
        asking.pair(folder)
    elif chosen.release:
        asking.release_live(folder, chosen.match)
    else:
        asking.show_live(folder, chosen.match)
    return 0


def _through_door(folder: DataFolder, chosen: argparse.Namespace) -> int:
    if chosen.command == "chat":
        from parley_cli.chat import chat

        chat(folder, chosen.thread, chosen.agent)
    else:
        from parley_cli.export import export_all

        export_all(folder, chosen.folder)
    return 0


def _to_running(folder: DataFolder, chosen: argparse.Namespace) -> int:
    from parley_cli import running

    match chosen.command:
        case "status":
            return 0 if running.show_status(folder) else 1
        case "restart":
            if chosen.all:
                running.restart_all(folder)
            else:
                running.restart(folder, chosen.service)
        case "stop":
            running.stop(folder)
        case "logs":
            running.show_logs(folder, chosen.service, follow=chosen.follow)
        case "replay":
            from parley_cli.replay import replay

            same = replay(folder, chosen.thread, chosen.at, as_json=chosen.json)
            return 0 if same else 1
        case "token":
            running.show_token(open_folder(chosen.data), rotated=chosen.rotate)
    return 0


if __name__ == "__main__":
    os.umask(0o077)  # what Parley writes is its owner's only
    try:
        sys.exit(run_command(parse_arguments(sys.argv[1:])))
    except (LauncherFailure, InstallFailed) as failure:
        sys.exit(str(failure))
    except KeyboardInterrupt:
        sys.exit(130)
